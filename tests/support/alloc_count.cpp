#include "tests/support/alloc_count.hpp"

#include <cstdlib>
#include <new>

namespace {

thread_local std::size_t allocations = 0;

[[maybe_unused]] void* counted(std::size_t size, std::size_t alignment) {
  ++allocations;
  auto const rounded = (size + alignment - 1) / alignment * alignment;
  auto* const memory = alignment <= alignof(std::max_align_t)
                           ? std::malloc(size == 0 ? 1 : size)
                           : std::aligned_alloc(alignment, rounded);
  if (memory == nullptr) {
    throw std::bad_alloc{};
  }
  return memory;
}

}  // namespace

// The thread sanitizer brings operators of its own; nothing is counted under it.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define TIELINE_OWN_OPERATORS 0
#endif
#endif
#ifndef TIELINE_OWN_OPERATORS
#define TIELINE_OWN_OPERATORS 1
#endif

#if TIELINE_OWN_OPERATORS
// The array and the nothrow forms of the library call these.
void* operator new(std::size_t size) {
  return counted(size, 1);
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  return counted(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}
#endif

namespace tieline::test {

std::size_t allocations_so_far() {
  return allocations;
}

}  // namespace tieline::test
