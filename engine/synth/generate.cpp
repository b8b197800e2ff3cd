#include "engine/synth/generate.hpp"

#include <fstream>
#include <optional>
#include <utility>

#include "engine/synth/history.hpp"
#include "engine/synth/network_files.hpp"
#include "engine/synth/plan.hpp"

namespace tieline::synth {
namespace {

constexpr std::uint32_t kMostFeeders = 1'000'000;
constexpr std::uint32_t kMostHistoryYears = 10;

Result<Scheme> draw_scheme(GenerateOptions const& options) {
  TIELINE_TRY(distributions, read_distributions(options.distributions));
  if (options.preset != "city" && options.preset != "province") {
    return fail(ErrorCode::invalid_argument,
                "preset '" + options.preset + "' is unknown; choose city or province",
                "未知的预设“" + options.preset + "”；请选择 city 或 province");
  }
  if (options.feeders > kMostFeeders) {
    return fail(ErrorCode::invalid_argument,
                "feeders: " + std::to_string(options.feeders) + " is more than 1000000",
                "馈线数 " + std::to_string(options.feeders) + " 超过上限 1000000");
  }
  if (options.history_years == 0 || options.history_years > kMostHistoryYears) {
    return fail(ErrorCode::invalid_argument,
                "history years: " + std::to_string(options.history_years) + " is not 1 to 10",
                "历史年数 " + std::to_string(options.history_years) + " 不在 1 到 10 之间");
  }
  Scheme scheme{.distributions = std::move(distributions),
                .scales = {},
                .seed = options.seed,
                .layout = {},
                .outlines = {}};
  scheme.scales =
      options.preset == "city" ? scheme.distributions.city : scheme.distributions.province;
  auto const feeders = options.feeders != 0 ? options.feeders : scheme.scales.feeders;
  scheme.layout = lay_out(scheme.distributions, feeders);
  return scheme;
}

Feeder draw_feeder(Scheme const& scheme, Slot const& slot) {
  return draw_feeder(scheme.distributions, scheme.scales, scheme.seed, slot,
                     scheme.layout.stations[slot.station]);
}

/// Calls `visit(slot)` for every feeder, telling progress about a hundred times.
template <class Visit>
void for_each_feeder(Scheme const& scheme, GenerateOptions const& options, std::string_view phase,
                     Visit&& visit) {
  auto const n = scheme.layout.slots.size();
  auto const step = n / 100 + 1;
  for (std::size_t f = 0; f < n; ++f) {
    if (options.progress && f % step == 0) {
      options.progress(phase, f, n);
    }
    visit(scheme.layout.slots[f]);
  }
  if (options.progress) {
    options.progress(phase, n, n);
  }
}

Result<std::uint64_t> write_marker(std::filesystem::path const& folder, Scheme const& scheme,
                                   GenerateOptions const& options) {
  std::ofstream file{folder / kMarkerFile, std::ios::binary};
  auto const text = "made by: tieline net generate\npreset: " + options.preset +
                    "\nfeeders: " + std::to_string(scheme.layout.slots.size()) +
                    "\nseed: " + std::to_string(scheme.seed) + "\n";
  file << text << std::flush;
  if (!file) {
    return fail(ErrorCode::write_failed, "cannot write " + (folder / kMarkerFile).string(),
                "无法写入 " + (folder / kMarkerFile).string());
  }
  return text.size();
}

}  // namespace

Result<Generated> generate_case(GenerateOptions const& options,
                                std::filesystem::path const& folder) {
  TIELINE_TRY(scheme, draw_scheme(options));
  TIELINE_TRY(draft, FolderDraft::begin(folder));
  for_each_feeder(scheme, options, "outline", [&](Slot const& slot) {
    scheme.outlines.push_back(outline_of(draw_feeder(scheme, slot)));
  });
  Ties const ties{scheme.distributions, scheme.layout, scheme.outlines, scheme.seed};

  NetworkFiles network{draft.path(), scheme, ties};
  network.add_stations();
  std::optional<HistoryFiles> history;
  std::optional<PlanFiles> plan;
  if (options.history) {
    history.emplace(draft.path(), scheme, ties, options.history_years);
  }
  if (options.plan) {
    plan.emplace(draft.path(), scheme, ties);
    plan->add_resources();
  }
  for_each_feeder(scheme, options, "feeders", [&](Slot const& slot) {
    auto const feeder = draw_feeder(scheme, slot);
    network.add_feeder(feeder);
    if (history) {
      history->add_feeder(feeder);
    }
    if (plan) {
      plan->add_feeder(feeder);
    }
  });
  TIELINE_TRY(network_bytes, network.close());
  TIELINE_TRY(history_bytes, history ? history->close() : Result<std::uint64_t>{0});
  TIELINE_TRY(plan_bytes, plan ? plan->close() : Result<std::uint64_t>{0});
  TIELINE_TRY(marker_bytes, write_marker(draft.path(), scheme, options));
  auto counts = network.counts();
  counts.bytes = network_bytes + history_bytes + plan_bytes + marker_bytes;
  if (auto published = draft.publish(); !published) {
    return tl::unexpected{std::move(published.error())};
  }
  return counts;
}

}  // namespace tieline::synth
