#include "engine/study/policy.hpp"

#include <array>

#include "engine/base/check.hpp"
#include "engine/io/cell.hpp"
#include "engine/io/plan_schema.hpp"

namespace tieline::study {

std::string_view policy_targets_csv();
std::string_view policy_requirements_csv();

namespace {

/// Without one final 省, 市, 区 or 县, unless nothing but it would be left.
std::string_view bare(std::string_view place) {
  constexpr std::array<std::string_view, 4> kRanks{"省", "市", "区", "县"};
  for (auto const rank : kRanks) {
    if (place.size() > rank.size() && place.ends_with(rank)) {
      return place.substr(0, place.size() - rank.size());
    }
  }
  return place;
}

}  // namespace

std::vector<network::TargetRow> policy_targets() {
  network::FaultLog log;
  std::vector<io::QuarantinedText> quarantined;
  io::TextPool pool;
  io::ReadContext context{.log = log, .quarantined = quarantined, .pool = pool};
  io::TableText text;
  text.file = "plan/targets.csv";
  text.utf8.text = policy_targets_csv();
  network::PlanTables plan;
  io::read_plan_file(io::kTargetsSchema, std::move(text), context, 0, plan);
  TIELINE_CHECK(log.all().empty());  // it ships with the program
  return std::move(plan.targets);
}

std::vector<PolicyRequirement> policy_requirements() {
  constexpr std::size_t kColumns = 11;
  io::TextPool pool;
  io::CsvReader csv{policy_requirements_csv(), ',', pool};
  std::vector<PolicyRequirement> all;
  TIELINE_CHECK(csv.next() && csv.cells().size() == kColumns);
  while (csv.next()) {
    auto const cells = csv.cells();
    TIELINE_CHECK(cells.size() == kColumns);
    auto const text = [&](std::size_t i) { return std::string{cells[i]}; };
    all.push_back({.policy = text(0),
                   .document = text(1),
                   .jurisdiction = text(2),
                   .item = text(3),
                   .item_zh = text(4),
                   .applies_to = text(5),
                   .comparison = text(6),
                   .value = io::parse_number(cells[7]),
                   .unit = text(8),
                   .deadline = text(9),
                   .wording = text(10)});
  }
  return all;
}

bool is_same_place(std::string_view one, std::string_view other) {
  return one == other || (!one.empty() && bare(one) == other) ||
         (!other.empty() && one == bare(other));
}

}  // namespace tieline::study
