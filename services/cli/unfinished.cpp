#include "services/cli/unfinished.hpp"

#include <csignal>
#include <mutex>
#include <set>
#include <string>
#include <system_error>
#include <thread>

#include <fmt/format.h>
#include <unistd.h>

#include "services/adapters/status.hpp"

namespace tieline::services {
namespace {

namespace fs = std::filesystem;

struct Open {
  std::mutex lock;
  std::set<fs::path> folders;
};

/// Temporary folders of this process; lives to the very end, as the watcher may need it then.
Open& open_folders() {
  static auto* const open = new Open;
  return *open;
}

/// Another thread may still be writing into the folder, so a removal can meet a file that was not
/// there a moment ago: try again, a few times.
void remove_folder(fs::path const& folder) {
  constexpr int kTries = 100;
  for (int i = 0; i < kTries; ++i) {
    std::error_code error;
    fs::remove_all(folder, error);
    if (!fs::exists(folder, error)) {
      return;
    }
    std::this_thread::yield();
  }
}

tl::unexpected<Error> not_written(fs::path const& path, std::error_code const& why) {
  return fail(ErrorCode::write_failed,
              fmt::format("cannot write {}: {}", path.string(), why.message()),
              fmt::format("无法写入 {}：{}", path.string(), why.message()));
}

}  // namespace

Result<Unfinished> Unfinished::beside(fs::path const& target) {
  std::error_code error;
  auto whole = fs::absolute(target, error).lexically_normal();
  if (!whole.has_filename()) {  // "out/" means "out"
    whole = whole.parent_path();
  }
  auto const there = fs::status(whole, error).type();
  if (there == fs::file_type::block || there == fs::file_type::character ||
      there == fs::file_type::fifo || there == fs::file_type::socket) {
    // renaming over it would take a device out of the system
    return fail(
        ErrorCode::write_failed,
        fmt::format("{} is a device or pipe; name a file, or leave the flag out and "
                    "redirect stdout",
                    whole.string()),
        fmt::format("{} 是设备或管道；请给出文件名，或省略该选项并重定向标准输出", whole.string()));
  }
  auto const folder =
      whole.parent_path() / fmt::format(".{}.unfinished-{}", whole.filename().string(), ::getpid());
  auto& open = open_folders();
  std::scoped_lock const hold{open.lock};  // known to the watcher as soon as it exists
  fs::create_directories(whole.parent_path(), error);
  if (!fs::create_directory(folder, error)) {
    return not_written(target, error ? error : std::make_error_code(std::errc::file_exists));
  }
  open.folders.insert(folder);
  return Unfinished{folder, whole};
}

Unfinished::Unfinished(Unfinished&& other) noexcept
    : folder_{std::move(other.folder_)}, target_{std::move(other.target_)} {
  other.folder_.clear();
}

Unfinished::~Unfinished() {
  if (folder_.empty()) {
    return;
  }
  auto& open = open_folders();
  std::scoped_lock const hold{open.lock};
  remove_folder(folder_);
  open.folders.erase(folder_);
}

fs::path Unfinished::place() const {
  return folder_ / target_.filename();
}

Result<void> Unfinished::commit() {
  std::error_code error;
  fs::rename(place(), target_, error);
  if (error) {
    return not_written(target_, error);
  }
  return {};
}

Result<void> demand_free_folder(fs::path const& folder) {
  std::error_code error;
  if (!fs::exists(folder, error) ||
      (fs::is_directory(folder, error) && fs::is_empty(folder, error))) {
    return {};
  }
  return fail(
      ErrorCode::invalid_argument,
      fmt::format("{} is there already; name a new folder, or remove it first", folder.string()),
      fmt::format("{} 已存在且不为空；请换一个文件夹名，或先删除它", folder.string()));
}

void watch_interrupts() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::thread{[signals] {
    int signal = 0;
    sigwait(&signals, &signal);
    auto& open = open_folders();
    open.lock.lock();  // never given back: nothing new is begun, and no scope ends before us
    for (auto const& folder : open.folders) {
      remove_folder(folder);
    }
    ::_exit(static_cast<int>(ExitCode::interrupted));
  }}.detach();
}

}  // namespace tieline::services
