#pragma once
// Whole or not at all: what is written goes to a temporary folder beside its place and moves there
// when it is complete. Ctrl-C, an error or a crash of the caller's scope leaves nothing behind.

#include <filesystem>

#include "engine/base/result.hpp"

namespace tieline::services {

/// Invariants: while it lives the temporary folder exists and is known to the interrupt watcher.
class Unfinished {
 public:
  /// Makes the temporary folder. Errors: write_failed.
  [[nodiscard]] static Result<Unfinished> beside(std::filesystem::path const& target);
  ~Unfinished();
  Unfinished(Unfinished&& other) noexcept;
  Unfinished& operator=(Unfinished&&) = delete;
  Unfinished(Unfinished const&) = delete;
  Unfinished& operator=(Unfinished const&) = delete;

  /// Where to write: a file or folder inside the temporary folder, not made yet.
  [[nodiscard]] std::filesystem::path place() const;

  /// Moves place() to the target. A file replaces a file; a folder replaces an empty folder.
  /// Errors: write_failed.
  [[nodiscard]] Result<void> commit();

 private:
  Unfinished(std::filesystem::path folder, std::filesystem::path target)
      : folder_{std::move(folder)}, target_{std::move(target)} {}
  std::filesystem::path folder_, target_;
};

/// Errors: invalid_argument if the folder exists and holds anything: nothing of a user's is
/// replaced.
[[nodiscard]] Result<void> demand_free_folder(std::filesystem::path const& folder);

/// From here on SIGINT and SIGTERM are taken by a thread that removes every temporary folder and
/// ends the program with 130. Call once, before any other thread starts.
void watch_interrupts();

}  // namespace tieline::services
