#include "engine/io/atomic_file.hpp"

#include <atomic>
#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tieline::io {
namespace {

constexpr ::mode_t kMode = 0644;

std::filesystem::path folder_of(std::filesystem::path const& path) {
  auto const parent = path.parent_path();
  return parent.empty() ? std::filesystem::path{"."} : parent;
}

/// Beside the target, unique among the writers of this machine.
std::filesystem::path temporary_beside(std::filesystem::path const& path) {
  static std::atomic<unsigned> counter{0};
  auto const serial = std::to_string(::getpid()) + "-" + std::to_string(counter++);
  return folder_of(path) / ("." + path.filename().string() + ".part-" + serial);
}

}  // namespace

tl::unexpected<Error> AtomicFile::cannot_write(int error) const {
  auto const why = std::generic_category().message(error);
  return fail(ErrorCode::write_failed, "cannot write " + path_.string() + ": " + why,
              "无法写入 " + path_.string() + "：" + why);
}

Result<AtomicFile> AtomicFile::create(std::filesystem::path const& path) {
  struct stat there{};
  if (::stat(path.c_str(), &there) == 0 && !S_ISREG(there.st_mode)) {
    // a rename would take a device or pipe out of the system
    return fail(ErrorCode::write_failed, path.string() + " is no regular file; name another",
                path.string() + " 不是普通文件；请换一个文件名");
  }
  auto temporary = temporary_beside(path);
  auto const folder = folder_of(path);
  auto fd = ::open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, kMode);  // NOLINT: vararg
  auto const is_named = fd < 0;
  if (is_named) {  // a file system without nameless files
    fd = ::open(temporary.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, kMode);  // NOLINT
  }
  auto const error = errno;
  AtomicFile file{fd, path, std::move(temporary), is_named && fd >= 0};
  if (fd < 0) {
    return file.cannot_write(error);
  }
  return file;
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : fd_{std::exchange(other.fd_, -1)},
      path_{std::move(other.path_)},
      temporary_{std::move(other.temporary_)},
      is_named_{std::exchange(other.is_named_, false)} {}

AtomicFile::~AtomicFile() {
  if (fd_ >= 0) {
    ::close(fd_);
  }
  if (is_named_) {
    ::unlink(temporary_.c_str());
  }
}

Result<void> AtomicFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    auto const done = ::write(fd_, bytes.data(), bytes.size());
    if (done < 0) {
      if (errno == EINTR) {
        continue;
      }
      return cannot_write(errno);
    }
    bytes.remove_prefix(static_cast<std::size_t>(done));
  }
  return {};
}

Result<void> AtomicFile::commit() {
  if (::fsync(fd_) != 0) {
    return cannot_write(errno);
  }
  if (!is_named_) {
    auto const self = "/proc/self/fd/" + std::to_string(fd_);
    if (::linkat(AT_FDCWD, self.c_str(), AT_FDCWD, temporary_.c_str(), AT_SYMLINK_FOLLOW) != 0) {
      return cannot_write(errno);
    }
    is_named_ = true;
  }
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) {
    return cannot_write(errno);
  }
  is_named_ = false;
  // The name itself must reach the disk too. A folder that cannot be synced is not an error: the
  // file is whole under its name either way.
  if (auto const folder = ::open(folder_of(path_).c_str(), O_RDONLY | O_CLOEXEC);  // NOLINT: vararg
      folder >= 0) {
    ::fsync(folder);
    ::close(folder);
  }
  return {};
}

}  // namespace tieline::io
