// sweep n1 for programs: CSV and JSON, rows one at a time.

#include <array>
#include <string_view>

#include <fmt/format.h>

#include "engine/base/check.hpp"
#include "services/adapters/message_json.hpp"
#include "services/cli/message_cells.hpp"
#include "services/cli/sweep_tables.hpp"
#include "services/cli/table.hpp"

namespace tieline::services {
namespace {

constexpr std::array<std::string_view, 12> kFigures{
    "contingencies",       "fully_restorable", "unproven",       "users_out",
    "users_isolated",      "users_beyond",     "restored_users", "households_out",
    "restored_households", "kw_beyond",        "kw_restored",    "restorable_user_share"};
constexpr std::array<std::string_view, 9> kRates{"feeders",
                                                 "feeders_tied",
                                                 "feeders_station_tied",
                                                 "feeders_n1",
                                                 "feeders_nothing_beyond",
                                                 "tied_share",
                                                 "station_tied_share",
                                                 "n1_pass_share",
                                                 "transferable_share"};
constexpr std::array<std::string_view, 10> kRowBegin{
    "element",        "kind",           "feeder",         "users_out",
    "users_isolated", "restored_users", "households_out", "restored_households",
    "kw_beyond",      "kw_restored"};
constexpr std::array<std::string_view, 6> kRowEnd{
    "binding_limit", "binding_code", "binding_element", "passed", "proven", "tier"};

template <std::size_t n>
void append(std::vector<std::string>& cells, std::array<std::string_view, n> const& names) {
  cells.insert(cells.end(), names.begin(), names.end());
}

void append(std::vector<std::string>& cells, std::vector<std::string> more) {
  for (auto& cell : more) {
    cells.push_back(std::move(cell));
  }
}

std::string row_records(EachRow const& rows) {
  std::vector<std::string> header;
  append(header, kRowBegin);
  header.emplace_back("ties");
  append(header, kRowEnd);
  auto text = csv_record(header);
  rows([&](v1::SweepRow const& row) {
    auto cells = cells_of(row, kRowBegin);
    cells.push_back(fmt::format("{}", fmt::join(row.ties().begin(), row.ties().end(), ";")));
    append(cells, cells_of(row, kRowEnd));
    text += csv_record(cells);
  });
  return text;
}

std::string record_of(std::string by, std::string const& key, std::string const& name,
                      v1::SweepFigures const& figures, v1::SweepRates const* rates) {
  std::vector<std::string> cells{std::move(by), key, name};
  append(cells, cells_of(figures, kFigures));
  if (rates != nullptr) {
    append(cells, cells_of(*rates, kRates));
  } else {
    cells.resize(cells.size() + kRates.size());
  }
  return csv_record(cells);
}

/// Every line two spaces deeper; no newline at the end.
void append_indented(std::string_view json, std::string& out) {
  while (!json.empty()) {
    auto const end = json.find('\n');
    out += "  ";
    out += json.substr(0, end);
    json.remove_prefix(end + 1);
    if (!json.empty()) {
      out += '\n';
    }
  }
}

}  // namespace

std::string sweep_csv(v1::SweepN1Response const& a, EachRow const& rows) {
  if (rows) {
    return row_records(rows);
  }
  std::vector<std::string> header{"by", "key", "name"};
  append(header, kFigures);
  append(header, kRates);
  auto text = csv_record(header) + record_of("all", "all", "", a.figures(), &a.rates());
  for (auto const& kind : a.kinds()) {
    text += record_of("element", kind.kind(), "", kind.figures(), nullptr);
  }
  for (auto const& group : a.groups()) {
    text += record_of(group.by(), group.key(), group.name(), group.figures(), &group.rates());
  }
  for (auto const& hour : a.hours()) {
    v1::SweepRates rates;
    if (hour.has_transferable_share()) {
      rates.set_transferable_share(hour.transferable_share());
    }
    std::vector<std::string> cells{"hour", std::to_string(hour.hour()), ""};
    append(cells, cells_of(hour.figures(), kFigures));
    cells.resize(cells.size() + kRates.size() - 1);
    cells.push_back(cell_of(rates, "transferable_share"));
    text += csv_record(cells);
  }
  return text;
}

std::string sweep_json(v1::SweepN1Response const& answer, EachRow const& rows) {
  auto text = to_json(answer);
  if (!rows) {
    return text;
  }
  // The rows go where the brackets of the whole message's own field stand empty: one space deep.
  constexpr std::string_view kField{"\n \"rows\": ["};
  auto const field = text.find(kField);
  TIELINE_CHECK(answer.rows().empty() && field != std::string::npos);
  auto const end_of_head = field + kField.size();
  auto const tail = text.substr(end_of_head);
  text.resize(end_of_head);
  auto separator = std::string_view{"\n"};
  auto is_empty = true;
  rows([&](v1::SweepRow const& row) {
    text += separator;
    append_indented(to_json(row), text);
    separator = ",\n";
    is_empty = false;
  });
  return text + (is_empty ? "" : "\n ") + tail;
}

}  // namespace tieline::services
