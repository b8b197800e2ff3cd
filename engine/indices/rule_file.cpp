#include "engine/indices/rule_file.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/io/encoding.hpp"

namespace tieline::indices {
namespace {

std::string first_of(network::FaultLog const& log, network::Language language) {
  constexpr std::size_t kShown = 5;
  std::string text;
  for (std::size_t i = 0; i < std::min(kShown, log.all().size()); ++i) {
    text += "\n  " + to_text(log.all()[i], language);
  }
  return text;
}

}  // namespace

Result<void> refuse_findings(network::FaultLog const& log, std::string_view file) {
  if (log.all().empty()) {
    return {};
  }
  return fail(ErrorCode::input_rejected,
              fmt::format("{}: {} fault(s); a rule file must be without:{}", file, log.all().size(),
                          first_of(log, network::Language::en)),
              fmt::format("{}：有 {} 处错误；规则文件必须无误：{}", file, log.all().size(),
                          first_of(log, network::Language::zh)));
}

Result<std::string> read_rule_text(std::string const& path) {
  TIELINE_TRY(bytes, io::read_file(path));
  auto const decoded = io::decode(bytes);
  if (!decoded) {
    return fail(ErrorCode::input_rejected, fmt::format("{} is no text in UTF-8 or GB18030", path),
                fmt::format("{} 不是 UTF-8 或 GB18030 文本", path));
  }
  return std::string{decoded->utf8.text};
}

}  // namespace tieline::indices
