#include "services/cli/run.hpp"

#include <cstdio>
#include <exception>
#include <new>

#include <fmt/format.h>

#include "services/cli/help.hpp"
#include "services/cli/parse.hpp"

namespace tieline::services {
namespace {

void print(std::FILE* file, std::string const& text) {
  std::fwrite(text.data(), 1, text.size(), file);
  std::fflush(file);
}

ExitCode report(Error const& error, Language language) {
  print(stderr, fmt::format("tieline: {}\n", language == Language::zh ? error.zh : error.en));
  return exit_code_of(error.code);
}

ExitCode answer(std::vector<std::string> const& words, Language language) {
  auto const parsed = parse(words);
  if (!parsed) {
    return report(parsed.error(), language);
  }
  if (auto const* const help = std::get_if<HelpWanted>(&*parsed)) {
    print(stdout, help_page(*help, language));
    return ExitCode::done;
  }
  if (std::holds_alternative<VersionWanted>(*parsed)) {
    print(stdout, "tieline " TIELINE_VERSION "\n");
    return ExitCode::done;
  }
  auto const& call = std::get<Call>(*parsed);
  auto const code = call.verb->run(call.invocation);
  return code ? *code : report(code.error(), language);
}

}  // namespace

ExitCode run(std::vector<std::string> const& words) {
  auto const language = language_of(words);
  auto const chinese = language == Language::zh;
  try {
    return answer(words, language);
  } catch (std::bad_alloc const&) {
    print(stderr, chinese ? "tieline: 内存不足\n" : "tieline: not enough memory\n");
  } catch (std::exception const& bug) {
    print(stderr,
          fmt::format(fmt::runtime(chinese ? "tieline: 内部错误，请连同输入一起报告：{}\n"
                                           : "tieline: internal error, please report it with the "
                                             "input: {}\n"),
                      bug.what()));
  }
  return ExitCode::internal;
}

}  // namespace tieline::services
