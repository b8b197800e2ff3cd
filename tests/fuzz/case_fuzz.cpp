// libFuzzer entry of the case target.

#include <cstddef>
#include <cstdint>

#include "tests/fuzz/targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
  tieline::fuzz::try_case({reinterpret_cast<char const*>(bytes), size});  // NOLINT: bytes are text
  return 0;
}
