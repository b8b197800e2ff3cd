#include "engine/io/encoding.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include <fcntl.h>
#include <iconv.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/huge_pages.hpp"

namespace tieline::io {
namespace {

/// Closes a file descriptor when it goes out of scope.
class OpenFile {
 public:
  explicit OpenFile(int fd) : fd_{fd} {}
  ~OpenFile() {
    if (fd_ >= 0) {
      ::close(fd_);
    }
  }
  OpenFile(OpenFile const&) = delete;
  OpenFile& operator=(OpenFile const&) = delete;
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

[[nodiscard]] SharedText share(std::string text) {
  auto owner = std::make_shared<std::string const>(std::move(text));
  return {.text = *owner, .owner = owner};
}

[[nodiscard]] std::uint8_t byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint8_t>(bytes[at]);
}

/// Length of the well-formed UTF-8 sequence at `at`, or 0. Unicode 15, table 3-7.
[[nodiscard]] std::size_t utf8_length(std::string_view bytes, std::size_t at) {
  auto const lead = byte_at(bytes, at);
  if (lead < 0x80) {
    return 1;
  }
  auto const length = lead >= 0xF0 ? 4U : lead >= 0xE0 ? 3U : 2U;
  if (lead < 0xC2 || lead > 0xF4 || at + length > bytes.size()) {
    return 0;
  }
  auto low = std::uint8_t{0x80};
  auto high = std::uint8_t{0xBF};
  switch (lead) {
    case 0xE0:
      low = 0xA0;
      break;
    case 0xED:
      high = 0x9F;
      break;
    case 0xF0:
      low = 0x90;
      break;
    case 0xF4:
      high = 0x8F;
      break;
    default:
      break;
  }
  for (std::size_t i = 1; i < length; ++i) {
    auto const next = byte_at(bytes, at + i);
    if (next < low || next > high) {
      return 0;
    }
    low = 0x80;
    high = 0xBF;
  }
  return length;
}

/// One direction of iconv, closed when it goes out of scope.
class Converter {
 public:
  Converter(char const* to, char const* from) : handle_{::iconv_open(to, from)} {}
  ~Converter() {
    if (is_open()) {
      ::iconv_close(handle_);
    }
  }
  Converter(Converter const&) = delete;
  Converter& operator=(Converter const&) = delete;

  /// The converted text, or the offset of the first byte that has no meaning.
  [[nodiscard]] tl::expected<std::string, std::size_t> convert(std::string_view bytes) {
    if (!is_open()) {
      return tl::unexpected<std::size_t>{0};
    }
    std::string out;
    out.reserve(bytes.size() + bytes.size() / 2);
    std::vector<char> chunk(std::size_t{1} << 16U);
    // iconv wants a mutable pointer but does not write through it
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): its C signature
    auto* in = const_cast<char*>(bytes.data());
    auto left = bytes.size();
    while (left != 0) {
      auto* to = chunk.data();
      auto room = chunk.size();
      auto const done = ::iconv(handle_, &in, &left, &to, &room);
      auto const why = errno;
      out.append(chunk.data(), chunk.size() - room);
      if (done == static_cast<std::size_t>(-1) && why != E2BIG) {
        return tl::unexpected<std::size_t>{bytes.size() - left};
      }
    }
    return out;
  }

 private:
  [[nodiscard]] bool is_open() const {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast,performance-no-int-to-ptr): POSIX
    return handle_ != reinterpret_cast<iconv_t>(static_cast<std::intptr_t>(-1));
  }
  iconv_t handle_;
};

/// Does a cell hold UTF-8 that nobody would have written in GB18030: two characters of three bytes
/// or more, with a byte outside the common rows of GB2312?
[[nodiscard]] bool is_surely_utf8(std::string_view cell) {
  std::size_t characters = 0;
  bool has_rare_byte = false;
  for (std::size_t at = 0; at < cell.size();) {
    auto const length = utf8_length(cell, at);
    if (length == 0) {
      return false;
    }
    characters += length >= 3 ? 1U : 0U;
    for (std::size_t i = 0; i < length; ++i) {
      auto const byte = byte_at(cell, at + i);
      has_rare_byte |= byte >= 0x80 && byte <= 0xA0;
    }
    at += length;
  }
  return characters >= 2 && has_rare_byte;
}

/// Is any cell of a file that is not UTF-8 as a whole surely UTF-8? (None of the bytes that end a
/// cell is a second byte in GB18030.)
[[nodiscard]] bool has_utf8_cell(std::string_view bytes) {
  while (!bytes.empty()) {
    auto const end = std::min(bytes.find_first_of(",;\t\r\n\""), bytes.size());
    if (is_surely_utf8(bytes.substr(0, end))) {
      return true;
    }
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
  }
  return false;
}

/// Are at least half of the characters of legal GB18030 common ones (the rows of GB2312)? Latin-1
/// and the like are legal too, but read as characters that hardly occur.
[[nodiscard]] bool is_plausible_gb18030(std::string_view bytes) {
  std::size_t wide = 0;
  std::size_t common = 0;
  for (std::size_t at = 0; at + 1 < bytes.size();) {
    auto const lead = byte_at(bytes, at);
    if (lead < 0x80) {
      ++at;
      continue;
    }
    auto const next = byte_at(bytes, at + 1);
    ++wide;
    common += lead >= 0xA1 && lead <= 0xF7 && next >= 0xA1 ? 1U : 0U;
    at += next >= 0x30 && next <= 0x39 ? 4 : 2;
  }
  return common * 2 >= wide;
}

[[nodiscard]] tl::expected<Decoded, Undecodable> decode_utf16(std::string_view bytes,
                                                              Encoding encoding) {
  Converter converter{"UTF-8", encoding == Encoding::utf16_le ? "UTF-16LE" : "UTF-16BE"};
  auto text = converter.convert(bytes.substr(2));
  if (!text) {
    return tl::unexpected{
        Undecodable{.reason = Undecodable::Reason::neither, .offset = 2 + text.error()}};
  }
  return Decoded{.utf8 = share(std::move(*text)), .encoding = encoding};
}

}  // namespace

Result<SharedText> read_file(std::filesystem::path const& path) {
  // O_NONBLOCK: opening a pipe must not wait for a writer that never comes
  OpenFile const file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  struct stat status{};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
    auto const name = path.string();
    return fail(ErrorCode::file_missing, "cannot read " + name + ": check the path and its rights",
                "无法读取 " + name + ":请检查路径和权限");
  }
  auto const size = static_cast<std::uint64_t>(status.st_size);
  if (size > kMaxFileBytes) {
    auto const name = path.string();
    return fail(ErrorCode::too_large, name + " is over 8 GiB: split the case by area",
                name + " 超过 8 GiB:请按区域拆分");
  }
  // not mapped: a file that another program shortens meanwhile must not take us down
  auto buffer = std::shared_ptr<char[]>{new char[size + 1]};
  prefer_huge_pages(buffer.get(), size);
  std::uint64_t done = 0;
  while (done < size) {
    auto const got = ::read(file.get(), buffer.get() + done, size - done);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got <= 0) {  // what was read so far must not pass for the whole
      auto const name = path.string();
      return fail(
          ErrorCode::file_missing,
          "cannot read " + name + " to its end: it was cut while being read, or its disk fails",
          "无法读完 " + name + "：文件在读取时被截短，或磁盘出错");
    }
    done += static_cast<std::uint64_t>(got);
  }
  return SharedText{.text = {buffer.get(), done}, .owner = buffer};
}

std::string_view name_of(Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8:
      return "UTF-8";
    case Encoding::utf8_bom:
      return "UTF-8 BOM";
    case Encoding::utf16_le:
      return "UTF-16LE";
    case Encoding::utf16_be:
      return "UTF-16BE";
    case Encoding::gb18030:
      return "GB18030";
  }
  return "";
}

std::optional<std::size_t> first_invalid_utf8(std::string_view bytes) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080ULL;
  std::size_t at = 0;
  while (at < bytes.size()) {
    while (at + 8 <= bytes.size()) {
      std::uint64_t word = 0;
      std::memcpy(&word, bytes.data() + at, sizeof word);
      if ((word & kHighBits) != 0) {
        break;
      }
      at += 8;
    }
    for (auto const stop = std::min(bytes.size(), at + 8); at < stop;) {
      auto const length = utf8_length(bytes, at);
      if (length == 0) {
        return at;
      }
      at += length;
    }
  }
  return std::nullopt;
}

tl::expected<Decoded, Undecodable> decode(SharedText const& bytes) {
  auto text = bytes.text;
  if (text.starts_with("\xFF\xFE")) {
    return decode_utf16(text, Encoding::utf16_le);
  }
  if (text.starts_with("\xFE\xFF")) {
    return decode_utf16(text, Encoding::utf16_be);
  }
  bool const marked = text.starts_with("\xEF\xBB\xBF");
  if (marked) {
    text.remove_prefix(3);
  }
  auto const bad = first_invalid_utf8(text);
  if (!bad) {
    return Decoded{.utf8 = {.text = text, .owner = bytes.owner},
                   .encoding = marked ? Encoding::utf8_bom : Encoding::utf8};
  }
  auto const reject = [&](Undecodable::Reason reason, std::size_t offset) {
    return tl::unexpected{Undecodable{.reason = reason, .offset = offset + (marked ? 3U : 0U)}};
  };
  if (marked || has_utf8_cell(text)) {
    return reject(Undecodable::Reason::mixed, *bad);
  }
  Converter converter{"UTF-8", "GB18030"};
  auto converted = converter.convert(text);
  if (!converted) {
    return reject(Undecodable::Reason::neither, converted.error());
  }
  if (!is_plausible_gb18030(text)) {
    return reject(Undecodable::Reason::ambiguous, *bad);
  }
  return Decoded{.utf8 = share(std::move(*converted)), .encoding = Encoding::gb18030};
}

}  // namespace tieline::io
