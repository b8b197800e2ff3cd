#include "engine/io/sha256.hpp"

#include <openssl/evp.h>

#include "engine/base/check.hpp"

namespace tieline::io {

Sha256 sha256(std::string_view bytes) {
  Sha256 hash{};
  unsigned n_byte = 0;
  auto const done =
      EVP_Digest(bytes.data(), bytes.size(), hash.data(), &n_byte, EVP_sha256(), nullptr);
  TIELINE_CHECK(done == 1 && n_byte == hash.size());  // fails only where memory is out
  return hash;
}

std::string to_hex(Sha256 const& hash) {
  constexpr std::string_view kDigits{"0123456789abcdef"};
  std::string text;
  for (auto const byte : hash) {
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 0x0FU];
  }
  return text;
}

}  // namespace tieline::io
