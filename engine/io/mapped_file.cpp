#include "engine/io/mapped_file.hpp"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tieline::io {
namespace {

auto cannot_read(std::filesystem::path const& path, int error) {
  auto const why = std::generic_category().message(error);
  return fail(ErrorCode::file_missing, "cannot read " + path.string() + ": " + why,
              "无法读取 " + path.string() + "：" + why);
}

/// Closes on every way out; the mapping outlives the descriptor.
struct DescriptorToMap {
  int fd;
  ~DescriptorToMap() {
    if (fd >= 0) {
      ::close(fd);
    }
  }
};

}  // namespace

Result<std::shared_ptr<MappedFile const>> MappedFile::open(std::filesystem::path const& path) {
  // O_NONBLOCK: opening a pipe must not wait for a writer that never comes
  // NOLINTNEXTLINE: POSIX vararg
  auto const file = DescriptorToMap{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  struct stat seen{};
  if (file.fd < 0 || ::fstat(file.fd, &seen) != 0) {
    return cannot_read(path, errno);
  }
  if (!S_ISREG(seen.st_mode)) {
    return fail(ErrorCode::file_missing,
                path.string() + " is no regular file; give a case folder or a packed case",
                path.string() + " 不是普通文件；请给出算例文件夹或打包后的算例");
  }
  auto const size = static_cast<std::size_t>(seen.st_size);
  if (size == 0) {  // a mapping of nothing is refused by the system
    return std::shared_ptr<MappedFile const>{new MappedFile{nullptr, 0}};
  }
  auto* const begin = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.fd, 0);
  if (begin == MAP_FAILED) {  // NOLINT: the macro casts
    return cannot_read(path, errno);
  }
  ::madvise(begin, size, MADV_WILLNEED);
  return std::shared_ptr<MappedFile const>{new MappedFile{static_cast<char const*>(begin), size}};
}

MappedFile::~MappedFile() {
  if (size_ != 0) {
    ::munmap(const_cast<char*>(begin_), size_);  // NOLINT: munmap takes no pointer to const
  }
}

}  // namespace tieline::io
