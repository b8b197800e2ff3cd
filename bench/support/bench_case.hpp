#pragma once
// The synthetic case all benchmarks run on: made once, kept, loaded once a process.

#include <filesystem>

#include "engine/io/case_folder.hpp"

namespace tieline::bench {

/// `TIELINE_BENCH_FEEDERS` feeders of seed 1 (45000 is the province; 300 if unset, for a look
/// whether the benchmarks run), under `TIELINE_BENCH_CASE` or build/bench-cases. Made if absent.
[[nodiscard]] std::filesystem::path case_folder();

/// The same with a year of history.
[[nodiscard]] std::filesystem::path case_folder_with_history();

/// The same case, packed.
[[nodiscard]] std::filesystem::path case_snapshot();

/// The same case, opened from its snapshot.
[[nodiscard]] io::LoadedCase const& loaded_case();

/// Ends the process with the sentence: a benchmark without its case has nothing to say.
[[noreturn]] void give_up(std::string const& why);

}  // namespace tieline::bench
