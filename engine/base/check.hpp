#pragma once
// Broken invariants: TIELINE_CHECK at floor doors (always on), TIELINE_DCHECK inside loops.

#include <stdexcept>
#include <string>

namespace tieline {

/// The one exception the engine throws: a bug in tieline, never a fault of the input.
class BrokenInvariant : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn]] inline void report_broken_invariant(char const* condition, char const* file,
                                                 int line) {
  throw BrokenInvariant{std::string{file} + ":" + std::to_string(line) +
                        ": broken invariant: " + condition};
}

}  // namespace tieline

#define TIELINE_CHECK(condition)                                          \
  do {                                                                    \
    if (!(condition)) {                                                   \
      ::tieline::report_broken_invariant(#condition, __FILE__, __LINE__); \
    }                                                                     \
  } while (false)

#if defined(NDEBUG) && !defined(TIELINE_DEBUG_CHECKS)
#define TIELINE_DCHECK(condition) static_cast<void>(0)
#else
#define TIELINE_DCHECK(condition) TIELINE_CHECK(condition)
#endif
