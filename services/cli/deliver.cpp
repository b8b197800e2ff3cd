#include "services/cli/deliver.hpp"

#include <cerrno>
#include <cstdio>
#include <system_error>

#include <fmt/format.h>

#include "services/adapters/message_json.hpp"
#include "services/cli/unfinished.hpp"

namespace tieline::services {
namespace {

tl::unexpected<Error> not_written(std::string_view where) {
  auto const why = std::generic_category().message(errno);
  return fail(ErrorCode::write_failed, fmt::format("cannot write {}: {}", where, why),
              fmt::format("无法写入 {}：{}", where, why));
}

bool write_whole(std::string const& text, std::FILE* file) {
  return std::fwrite(text.data(), 1, text.size(), file) == text.size() && std::fflush(file) == 0;
}

Result<void> write_file(std::string const& text, std::string const& path) {
  TIELINE_TRY(unfinished, Unfinished::beside(path));
  auto* const file = std::fopen(unfinished.place().c_str(), "wb");
  if (file == nullptr) {
    return not_written(path);
  }
  auto const written = write_whole(text, file);
  if (std::fclose(file) != 0 || !written) {
    return not_written(path);
  }
  return unfinished.commit();
}

}  // namespace

Result<ExitCode> deliver(Invocation const& call, ExitCode code,
                         google::protobuf::Message const& answer,
                         std::function<std::string()> const& table,
                         std::function<std::string()> const& csv) {
  auto const& common = call.common;
  auto const text = common.format == Format::json  ? to_json(answer)
                    : common.format == Format::csv ? csv()
                                                   : table();
  return deliver_bytes(call, code, text);
}

Result<ExitCode> deliver_bytes(Invocation const& call, ExitCode code, std::string const& bytes) {
  auto const& common = call.common;
  if (!common.output.empty()) {
    if (auto written = write_file(bytes, common.output); !written) {
      return tl::unexpected{std::move(written.error())};
    }
    return code;
  }
  if (!write_whole(bytes, stdout)) {
    return not_written("stdout");
  }
  return code;
}

void remark(Invocation const& call, std::string_view text) {
  if (!call.common.quiet) {
    auto const line = std::string{text} + "\n";
    std::fwrite(line.data(), 1, line.size(), stderr);
  }
}

}  // namespace tieline::services
