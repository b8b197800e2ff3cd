#pragma once
// Large arrays on large pages, where the system offers them.

#include <cstddef>
#include <memory>

#include <sys/mman.h>

namespace tieline {

/// Asks for large pages behind fresh memory [data, data + bytes): a province fills gigabytes of
/// arrays once, and taking them 4 KiB at a time costs as much as reading the files. A hint: the
/// contents stay as they are, a system that refuses is no fault, and small arrays are left alone.
inline void prefer_huge_pages([[maybe_unused]] void* data, [[maybe_unused]] std::size_t bytes) {
#ifdef MADV_HUGEPAGE
  constexpr std::size_t kWorthwhile = std::size_t{8} << 20;
  constexpr std::size_t kPage = 4096;  // the advice wants a page's beginning
  if (bytes < kWorthwhile) {
    return;
  }
  if (std::align(kPage, kPage, data, bytes) != nullptr) {
    static_cast<void>(::madvise(data, bytes / kPage * kPage, MADV_HUGEPAGE));
  }
#endif
}

}  // namespace tieline
