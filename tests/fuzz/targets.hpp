#pragma once
// What the fuzzers call, and the corpus test: one function a target. They return, whatever the
// input; a crash, a hang, a sanitizer report or a BrokenInvariant is a defect.

#include <string_view>

#include "engine/network/model.hpp"

namespace tieline::fuzz {

/// Decodes, cuts into records, writes the cells again quoted and expects to read the same.
void try_csv(std::string_view input);

/// A case folder in one text: a line "@network/lines.csv" begins that file. Loads it, words every
/// finding, loads the quarantine, and asks questions of the model.
void try_case(std::string_view input);

/// Bytes of a snapshot (their checksums are put right), or else a list of edits to a sound one,
/// six bytes each: column, row (2, little-endian), byte of the row, new value, and how.
void try_snapshot(std::string_view input);

/// Energises the model and asks what some losses and planned outages of it cost.
void ask_questions(network::NetworkPtr const& model);

}  // namespace tieline::fuzz
