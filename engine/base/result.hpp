#pragma once
// A value or an Error; never an exception for what a caller or a file did wrong.

#include <cstdint>
#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace tieline {

/// Codes in ranges a floor each: 1xx base, 2xx network build, 3xx io, 4xx study and query.
enum class ErrorCode : std::uint16_t {
  internal = 100,
  stopped = 101,        ///< cancelled or past its deadline
  model_invalid = 200,  ///< the network cannot be used at all
  file_missing = 300,
  file_corrupt = 301,    ///< truncated, bit-flipped, not what it says it is
  file_too_new = 302,    ///< written by a later version
  input_rejected = 303,  ///< a fault with handling "reject"; the diagnostics say which
  write_failed = 304,
  file_too_old = 305,  ///< written by an earlier version and no longer read
  invalid_argument = 400,
  unknown_id = 401,
  too_large = 402,
};

/// What went wrong, where, and how to proceed, in one sentence each language.
struct [[nodiscard]] Error {
  ErrorCode code = ErrorCode::internal;
  std::string en;
  std::string zh;
};

template <class T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string en, std::string zh) {
  return tl::unexpected<Error>{Error{.code = code, .en = std::move(en), .zh = std::move(zh)}};
}

}  // namespace tieline

/// Binds `name` to the value of `expression`, or returns its error to the caller.
#define TIELINE_TRY(name, expression)                          \
  auto name##_or_error = (expression);                         \
  if (!name##_or_error) {                                      \
    return tl::unexpected{std::move(name##_or_error.error())}; \
  }                                                            \
  auto& name = *name##_or_error  // NOLINT(bugprone-macro-parentheses): it declares the name
