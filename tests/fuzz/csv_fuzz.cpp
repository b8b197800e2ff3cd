// libFuzzer entry of the csv target.

#include <cstddef>
#include <cstdint>

#include "tests/fuzz/targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
  tieline::fuzz::try_csv({reinterpret_cast<char const*>(bytes), size});  // NOLINT: bytes are text
  return 0;
}
