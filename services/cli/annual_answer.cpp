#include "services/cli/annual_answer.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "engine/io/civil_time.hpp"
#include "engine/study/annual_report.hpp"
#include "services/adapters/annual_to_proto.hpp"
#include "services/adapters/provenance.hpp"
#include "services/adapters/values.hpp"
#include "services/cli/index_flags.hpp"
#include "services/cli/load.hpp"
#include "services/cli/typed.hpp"

namespace tieline::services {
namespace {

/// What makes the report: these flags and nothing else, in this order.
constexpr std::array<std::string_view, 12> kMakers{
    "--year",      "--jurisdiction", "--as-of",        "--by",          "--variant", "--med",
    "--zero-days", "--med-years",    "--catastrophic", "--trend-years", "--profile", "--set"};

Parameters parameters_of(Invocation const& call) {
  constexpr std::array<std::string_view, 3> kBaseNames{"mv_user", "household", "capacity"};
  Parameters parameters;
  for (auto const flag : kMakers) {
    for (auto const& value : call.values(flag)) {
      parameters.emplace_back(flag.substr(2), value);
    }
  }
  parameters.emplace_back("base", kBaseNames[static_cast<std::size_t>(call.common.base)]);
  parameters.emplace_back("lang", call.common.language == Language::zh ? "zh" : "en");
  return parameters;
}

Result<int> read_year(Invocation const& call) {
  auto const typed = call.value("--year");
  auto const year = number_of<int>(typed);
  if (!call.has("--year") || !year) {
    return wrong_usage(fmt::format("say which year: --year 2021{}",
                                   typed.empty() ? "" : fmt::format(", not \"{}\"", typed)),
                       fmt::format("请写明年份：--year 2021{}",
                                   typed.empty() ? "" : fmt::format("，而不是 \"{}\"", typed)));
  }
  return *year;
}

Result<void> read_split(Invocation const& call, study::AnnualQuery& query) {
  if (call.has("--by") && call.value("--by") != "organisation") {
    return wrong_usage("--by takes organisation: zones are listed anyway",
                       "--by 只能取 organisation（单位）；地区总会列出");
  }
  query.by_organisation = call.has("--by");
  if (call.has("--trend-years")) {
    auto const years = number_of<int>(call.value("--trend-years"));
    if (!years) {
      return wrong_usage("--trend-years takes a whole number from 0 to 20",
                         "--trend-years 应为 0 到 20 之间的整数");
    }
    query.forecast_years = *years;
  }
  return {};
}

Result<study::AnnualQuery> read_annual(Invocation const& call, io::LoadedCase const& loaded) {
  study::AnnualQuery query;
  TIELINE_TRY(year, read_year(call));
  query.year = year;
  auto const names = call.values("--jurisdiction");
  query.jurisdictions.assign(names.begin(), names.end());
  auto const zone = loaded.history->time_zone();
  if (call.has("--as-of")) {
    auto const as_of = io::parse_time(call.value("--as-of"), zone);
    if (!as_of) {
      return wrong_usage(fmt::format("--as-of: {}", as_of.error().en),
                         fmt::format("--as-of：{}", as_of.error().zh));
    }
    query.as_of = *as_of;
  }
  TIELINE_TRY(rules, read_rules(call, loaded.model->settings()));
  query.rules = rules;
  query.threads = call.common.threads;
  for (auto const& read : {read_split(call, query), read_med(call, zone, query.med)}) {
    if (!read) {
      return tl::unexpected{read.error()};
    }
  }
  return query;
}

void add_files(io::LoadedCase const& loaded, v1::DataQuality& quality) {
  auto const add = [&](std::string_view file, std::uint64_t rows, std::uint64_t set_aside) {
    auto& line = *quality.add_files();
    line.set_file(std::string{file});
    line.set_read(count32(rows));
    line.set_set_aside(count32(set_aside));
  };
  auto const users = std::uint64_t{loaded.model->n_user()};
  auto const lost = static_cast<std::uint64_t>(std::count_if(
      loaded.quarantined.begin(), loaded.quarantined.end(),
      [](io::QuarantinedText const& row) { return row.file == "network/transformers.csv"; }));
  add("network/transformers.csv", users + lost, lost);
  for (std::size_t i = 0; i < history::kFileKindCount; ++i) {
    auto const& counts = loaded.history_rows[i];
    add(history::kFileNames[i], counts.rows, counts.set_aside);
  }
}

}  // namespace

Result<AnnualAnswer> answer_annual(Invocation const& call) {
  TIELINE_TRY(loaded, load_with_history(call));
  TIELINE_TRY(query, read_annual(call, loaded));
  TIELINE_TRY(report, study::report_year(*loaded.history, loaded.plan.targets, query));
  AnnualAnswer answer;
  answer.message =
      to_proto(*loaded.history, report, weight_of(call.common.base), call.common.language);
  add_files(loaded, *answer.message.mutable_quality());
  *answer.message.mutable_provenance() =
      provenance_of(*loaded.history, query.rules.id(), parameters_of(call));
  answer.code = exit_code_of(loaded);
  return answer;
}

std::vector<std::string> words_again(v1::AnnualReportResponse const& report,
                                     std::string const& case_path) {
  std::vector<std::string> words{"report", "annual", case_path, "--format=json", "--quiet"};
  for (auto const& parameter : report.provenance().parameters()) {
    auto const flag = "--" + parameter.name();
    auto const is_maker = std::find(kMakers.begin(), kMakers.end(), flag) != kMakers.end() ||
                          parameter.name() == "base" || parameter.name() == "lang";
    if (is_maker) {
      words.push_back(flag + "=" + parameter.value());
    }
  }
  return words;
}

}  // namespace tieline::services
