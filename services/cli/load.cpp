#include "services/cli/load.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "services/cli/deliver.hpp"
#include "services/cli/progress.hpp"

namespace tieline::services {
namespace {

/// The faults that refuse the case, a few of them, one a line.
std::string refusals(network::FaultLog const& faults, Language language) {
  constexpr std::size_t kShown = 5;
  std::string text;
  std::size_t n = 0;
  for (auto const& fault : faults.all()) {
    if (fault.handling == network::Handling::reject && n++ < kShown) {
      text += "\n  " + to_text(fault, language);
    }
  }
  return text;
}

Result<io::LoadedCase> load(Invocation const& call, bool want_history) {
  ProgressBar bar{ProgressUnit::bytes, call.common.language, call.common.quiet};
  io::LoadOptions options;
  options.strict = call.has("--strict");
  for (auto const& folder : call.values("--add")) {
    options.add.emplace_back(folder);
  }
  options.settings = call.common.settings;
  options.threads = call.common.threads;
  options.progress = [&](std::string_view phase, std::uint64_t done, std::uint64_t all) {
    bar.show(phase, done, all);
  };
  options.want_history = want_history;
  return io::load_case(call.case_path, options);
}

/// What was loaded if a network could be built; rows set aside are remarked.
Result<io::LoadedCase> usable(Invocation const& call, Result<io::LoadedCase> loaded) {
  if (!loaded) {
    return loaded;
  }
  if (loaded->model == nullptr) {
    auto const n = loaded->faults.count(network::Handling::reject);
    return fail(
        ErrorCode::input_rejected,
        fmt::format("{} was rejected for {} fault(s); tieline net check lists all:{}",
                    call.case_path, n, refusals(loaded->faults, Language::en)),
        fmt::format("{} 有 {} 处必须先改正的错误，已拒绝（tieline net check 可列出全部）：{}",
                    call.case_path, n, refusals(loaded->faults, Language::zh)));
  }
  if (auto const n = loaded->quarantined.size(); n != 0) {
    remark(call, call.common.language == Language::zh
                     ? fmt::format("注意：{} 行被隔离，未参与计算；详见 tieline net check {}", n,
                                   call.case_path)
                     : fmt::format("note: {} row(s) were set aside and take no part; see tieline "
                                   "net check {}",
                                   n, call.case_path));
  }
  return loaded;
}

}  // namespace

Result<io::LoadedCase> load_to_check(Invocation const& call) {
  return load(call, true);
}

Result<io::LoadedCase> load_to_use(Invocation const& call) {
  return usable(call, load(call, false));
}

Result<io::LoadedCase> load_with_history(Invocation const& call) {
  return usable(call, load(call, true));
}

ExitCode exit_code_of(io::LoadedCase const& loaded) {
  return loaded.quarantined.empty() ? ExitCode::done : ExitCode::quarantined;
}

}  // namespace tieline::services
