#pragma once
// A year against its targets → message. Values and sentences, no decisions.

#include <string_view>
#include <vector>

#include "engine/history/history.hpp"
#include "engine/indices/answer.hpp"
#include "engine/network/faults.hpp"
#include "engine/study/annual_report.hpp"

#include "tieline/v1/report.pb.h"

namespace tieline::services {

/// Without `provenance` and `quality.files`, which the history does not know.
[[nodiscard]] v1::AnnualReportResponse to_proto(history::History const& history,
                                                study::AnnualReport const& report,
                                                indices::Weight base, network::Language language);

/// The figures of one row in one base.
[[nodiscard]] v1::AnnualFigures to_figures(indices::Row const& row, indices::Weight base);

// annual_sentences.cpp
/// The verdict and its reason: "met: 3.496 h <= 3.496 h (8 % less than last year's 3.800 h)".
[[nodiscard]] std::string sentence_of(study::Judgement const& judgement,
                                      study::ExactHours const& value, bool is_over,
                                      network::Language language);
/// What a reader must know before using the figures.
void add_notes(study::AnnualReport const& report, history::History const& history,
               network::Language language, v1::AnnualReportResponse& message);

}  // namespace tieline::services
