#include "services/cli/capacity_flags.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "engine/indices/rule_file.hpp"
#include "engine/io/civil_time.hpp"
#include "engine/study/pending_supply.hpp"
#include "services/adapters/capacity_to_proto.hpp"
#include "services/cli/index_flags.hpp"
#include "services/cli/nearest.hpp"
#include "services/cli/outage_flags.hpp"
#include "services/cli/typed.hpp"

namespace tieline::services {
namespace {

using network::NetworkModel;
using study::CapacityKind;
using study::CapacityQuery;

constexpr std::array kAllKinds{CapacityKind::feeder, CapacityKind::section,
                               CapacityKind::transformer, CapacityKind::source};
constexpr std::size_t kDateLength = 10;  // of 2021-01-01T00:00:00+08:00

Result<void> read_kinds(Invocation const& call, CapacityQuery& query) {
  if (!call.has("--kind")) {
    return {};
  }
  query.kinds.clear();
  for (auto const& typed : split_ids(call.values("--kind"))) {
    if (typed == "all") {
      query.kinds.assign(kAllKinds.begin(), kAllKinds.end());
      continue;
    }
    auto const* const found = std::find_if(kAllKinds.begin(), kAllKinds.end(),
                                           [&](auto kind) { return name_of(kind) == typed; });
    if (found == kAllKinds.end()) {
      return wrong_usage(
          fmt::format(
              "--kind takes some of feeder, section, transformer, source, or all, not \"{}\"",
              typed),
          fmt::format("--kind 可用 feeder、section、transformer、source 或 all，而不是 \"{}\"",
                      typed));
    }
    if (std::find(query.kinds.begin(), query.kinds.end(), *found) == query.kinds.end()) {
      query.kinds.push_back(*found);
    }
  }
  if (query.kinds.empty()) {
    return wrong_usage("--kind takes some of feeder, section, transformer, source, or all",
                       "--kind 可用 feeder、section、transformer、source 或 all");
  }
  return {};
}

/// A share above 0 and at most 1, or kVA from 0.
Result<void> read_figure(Invocation const& call, std::string_view flag, bool is_share,
                         double& figure) {
  if (!call.has(flag)) {
    return {};
  }
  auto const typed = call.value(flag);
  auto const number = number_of<double>(typed);
  constexpr double kMost_kva = 1e9;
  auto const fits =
      number && (is_share ? *number > 0 && *number <= 1 : *number >= 0 && *number <= kMost_kva);
  if (!fits) {
    return wrong_usage(
        fmt::format(fmt::runtime(is_share ? "{} takes a share above 0 and at most 1, not \"{}\""
                                          : "{} takes kVA from 0, not \"{}\""),
                    flag, typed),
        fmt::format(fmt::runtime(is_share ? "{} 应大于 0 且不超过 1，而不是 \"{}\""
                                          : "{} 应为不小于 0 的 kVA 数，而不是 \"{}\""),
                    flag, typed));
  }
  figure = *number;
  return {};
}

tl::unexpected<Error> no_such(std::string_view what_en, std::string_view what_zh,
                              std::string const& typed,
                              std::vector<std::string_view> const& known) {
  auto const close = nearest(typed, known);
  return fail(ErrorCode::unknown_id,
              fmt::format("the case has no {} \"{}\"{}", what_en, typed,
                          close.empty() ? "" : fmt::format("; did you mean \"{}\"?", close)),
              fmt::format("算例中没有{} \"{}\"{}", what_zh, typed,
                          close.empty() ? "" : fmt::format("，是否指 \"{}\"？", close)));
}

Result<void> read_feeders(Invocation const& call, NetworkModel const& model, CapacityQuery& query) {
  for (auto const& typed : split_ids(call.values("--feeder"))) {
    auto const feeder = model.find_feeder(typed);
    if (feeder.is_none()) {
      std::vector<std::string_view> known;
      for (auto const id : all_ids<network::FeederId>(model.n_feeder())) {
        known.push_back(model.id_of(id));
      }
      return no_such("feeder", "馈线", typed, known);
    }
    query.feeders.push_back(feeder);
  }
  return {};
}

Result<void> read_organisation(Invocation const& call, NetworkModel const& model,
                               CapacityQuery& query) {
  if (!call.has("--organisation")) {
    return {};
  }
  auto const typed = call.value("--organisation");
  auto const& col = model.col();
  std::vector<std::uint8_t> is_organisation(col.term.size(), 0);
  auto const note = [&](auto const& column) {
    for (auto const term : column) {
      if (term.is_some()) {
        is_organisation[term.index()] = 1;
      }
    }
  };
  note(col.feeder_organisation);
  note(col.user_organisation);
  std::vector<std::string_view> known;
  for (auto const term : all_ids<network::TermId>(col.term.size())) {
    if (is_organisation[term.index()] == 0) {
      continue;
    }
    known.push_back(model.name_of(term));
    if (known.back() == typed) {
      query.organisation = term;
      return {};
    }
  }
  return no_such("organisation", "单位", typed, known);
}

/// The local date of --at, else of valid_from.
Result<std::string> read_date(Invocation const& call, NetworkModel const& model) {
  auto const typed = call.has("--at") ? call.value("--at") : std::string{model.valid_from()};
  if (typed.empty() && !call.has("--at")) {
    return std::string{};
  }
  auto const time = io::parse_time(typed, model.time_zone());
  if (!time) {
    return wrong_usage(fmt::format("--at: {}", time.error().en),
                       fmt::format("--at：{}", time.error().zh));
  }
  return io::format_time(*time, model.time_zone()).substr(0, kDateLength);
}

}  // namespace

Result<CapacityAsked> read_capacity(Invocation const& call, io::LoadedCase const& loaded) {
  auto const& model = *loaded.model;
  CapacityAsked asked;
  auto& query = asked.query;
  for (auto const& read :
       {read_kinds(call, query), read_figure(call, "--line-share", true, query.k_line),
        read_figure(call, "--transformer-share", true, query.k_transformer),
        read_figure(call, "--source-share", true, query.k_source),
        read_figure(call, "--need", false, query.need_kva), read_feeders(call, model, query),
        read_organisation(call, model, query)}) {
    if (!read) {
      return tl::unexpected{read.error()};
    }
  }
  query.n1 = call.has("--n1");
  query.restricted_only = call.has("--restricted");
  if (call.has("--zone")) {
    TIELINE_TRY(zone, read_zone(call.value("--zone")));
    query.zone = zone;
  }
  if (call.has("--pending")) {
    auto const file = call.value("--pending");
    TIELINE_TRY(text, indices::read_rule_text(file));
    TIELINE_TRY(pending, study::read_pending(model, text, file));
    query.pending = std::move(pending);
  }
  TIELINE_TRY(as_of, read_date(call, model));
  asked.as_of = std::move(as_of);
  return asked;
}

}  // namespace tieline::services
