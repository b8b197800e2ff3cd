#pragma once
// Bytes of a file → UTF-8 text, stating what they were; never a guess that could be wrong quietly.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>

#include <tl/expected.hpp>

#include "engine/base/result.hpp"

namespace tieline::io {

/// A piece of memory and what keeps it alive. Copies share it.
struct SharedText {
  std::string_view text;
  std::shared_ptr<void const> owner;
};

/// Reads a regular file whole. Errors: file_missing, too_large (over `kMaxFileBytes`).
[[nodiscard]] Result<SharedText> read_file(std::filesystem::path const& path);

inline constexpr std::uint64_t kMaxFileBytes = std::uint64_t{8} << 30U;

enum class Encoding : std::uint8_t { utf8, utf8_bom, utf16_le, utf16_be, gb18030 };
[[nodiscard]] std::string_view name_of(Encoding encoding);

struct Decoded {
  SharedText utf8;  ///< without a byte order mark
  Encoding encoding = Encoding::utf8;
};

/// Why bytes are no text we would vouch for, and where the first bad one is.
struct Undecodable {
  enum class Reason : std::uint8_t {
    mixed,      ///< a part is UTF-8, a part is not
    ambiguous,  ///< legal GB18030, but not of characters that files are written in
    neither,    ///< legal in no encoding we read
  };
  Reason reason = Reason::neither;
  std::size_t offset = 0;  ///< bytes from the start of the file
};

/// A byte order mark decides; else strict UTF-8; else GB18030 (which holds GBK and GB2312).
///
/// Text that is valid UTF-8 or ASCII is not copied. Cost: O(bytes).
[[nodiscard]] tl::expected<Decoded, Undecodable> decode(SharedText const& bytes);

/// Offset of the first byte that is not part of well-formed UTF-8 (no surrogates, no overlong
/// forms), or nothing.
[[nodiscard]] std::optional<std::size_t> first_invalid_utf8(std::string_view bytes);

}  // namespace tieline::io
