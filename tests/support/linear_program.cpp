#include "tests/support/linear_program.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tieline::test {
namespace {

namespace fs = std::filesystem;

std::string text_of(LinearProgram::Sum const& sum) {
  std::string text;
  for (auto const& term : sum) {  // a term a line: CBC reads lines of limited length
    text += fmt::format(" {:+.12g} {}\n", term.factor, term.name);
  }
  return text;
}

/// A folder of this process that goes when the question is answered.
class OwnFolder {
 public:
  OwnFolder() {
    static int count = 0;
    path_ = fs::temp_directory_path() / fmt::format("tieline-milp-{}-{}", ::getpid(), count++);
    fs::create_directories(path_);
  }
  OwnFolder(OwnFolder const&) = delete;
  OwnFolder& operator=(OwnFolder const&) = delete;
  ~OwnFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  [[nodiscard]] fs::path file(char const* name) const { return path_ / name; }

 private:
  fs::path path_;
};

}  // namespace

void LinearProgram::add(Sum const& sum, std::string_view relation, double bound) {
  if (!sum.empty()) {
    rows_ += fmt::format(" c{}:\n{} {} {:.12g}\n", ++n_row_, text_of(sum), relation, bound);
  }
}

LinearProgram::Solved LinearProgram::maximise(Sum const& objective) const {
  OwnFolder const folder;
  auto const program = folder.file("program.lp");
  auto const answer = folder.file("answer.txt");
  std::ofstream{program} << "Maximize\n obj:\n"
                         << text_of(objective) << "Subject To\n"
                         << rows_ << "Binaries\n"
                         << binaries_ << "End\n";
  auto const command =
      fmt::format("cbc '{}' preprocess off ratio 0 allow 0.4 solve solution '{}' 2>&1",
                  program.string(), answer.string());
  std::string said;
  auto* const pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) {
    return {.failure = "no process can be started for cbc"};
  }
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) {
    said.push_back(static_cast<char>(c));
  }
  auto const status = ::pclose(pipe);
  if (status == -1 || !WIFEXITED(status) || WEXITSTATUS(status) == 127) {
    return {.failure = "cbc cannot be run: install the Debian package coinor-cbc"};
  }
  std::ifstream file{answer};
  std::string first;
  std::getline(file, first);
  constexpr std::string_view kOptimal = "Optimal - objective value ";
  if (!first.starts_with(kOptimal)) {
    return {.failure = fmt::format("cbc says \"{}\":\n{}", first, said)};
  }
  return {.objective = std::stod(first.substr(kOptimal.size())), .failure = {}};
}

}  // namespace tieline::test
