#pragma once
// Runs the built tieline program as a user would, without a shell between.

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tieline::test {

namespace fs = std::filesystem;

inline std::string read_all(fs::path const& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

/// A folder of this test, removed at the end.
class Scratch {
 public:
  Scratch() {
    static std::atomic<int> counter{0};
    folder_ = fs::temp_directory_path() /
              ("tieline-services-" + std::to_string(::getpid()) + "-" + std::to_string(++counter));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  Scratch(Scratch const&) = delete;
  Scratch& operator=(Scratch const&) = delete;
  [[nodiscard]] fs::path operator/(std::string const& name) const { return folder_ / name; }
  [[nodiscard]] std::size_t entries() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator{folder_}, fs::directory_iterator{}));
  }

 private:
  fs::path folder_;
};

struct Finished {
  int code = -1;  ///< exit code; 128 + signal if a signal ended it
  std::string out, err;
};

/// A started program; finish() waits for it.
class Program {
 public:
  explicit Program(std::vector<std::string> words, std::string const& language = "C") {
    words.insert(words.begin(), TIELINE_PROGRAM);
    std::vector<char*> argv;
    for (auto& word : words) {
      argv.push_back(word.data());
    }
    argv.push_back(nullptr);
    auto locale = "LC_ALL=" + language;
    auto path = std::string{"PATH=/usr/bin:/bin"};
    std::vector<char*> environment{locale.data(), path.data(), nullptr};
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    auto const out = (scratch_ / "out").string();
    auto const err = (scratch_ / "err").string();
    auto const flags = O_WRONLY | O_CREAT | O_TRUNC;
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, out.c_str(), flags, 0600);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, err.c_str(), flags, 0600);
    if (posix_spawn(&pid_, TIELINE_PROGRAM, &files, nullptr, argv.data(), environment.data()) !=
        0) {
      pid_ = -1;
    }
    posix_spawn_file_actions_destroy(&files);
  }
  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] Finished finish() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    return {.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
            .out = read_all(scratch_ / "out"),
            .err = read_all(scratch_ / "err")};
  }

 private:
  Scratch scratch_;
  pid_t pid_ = -1;
};

inline Finished run(std::vector<std::string> words, std::string const& language = "C") {
  return Program{std::move(words), language}.finish();
}

inline std::string case_folder(std::string const& name) {
  return std::string{TIELINE_TESTDATA} + "/cases/" + name;
}

}  // namespace tieline::test
