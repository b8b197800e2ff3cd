#include "engine/study/second_fault.hpp"

#include <algorithm>

#include "engine/study/losses.hpp"

namespace tieline::study {

using network::FeederId;
using network::NetworkModel;
using network::SectionId;
using network::SwitchId;

namespace {

class SecondFaults {
 public:
  SecondFaults(NetworkModel const& model, switching::Isolation const& isolation,
               TransferChoice const& choice, flow::LoadWindow const& window, int levels,
               Workspace::Parts& parts)
      : model_{model},
        isolation_{isolation},
        choice_{choice},
        window_{window},
        levels_{levels},
        parts_{parts} {
    for (auto const& island : isolation.islands) {
      std::ranges::copy_if(island.sections, std::back_inserter(barred_),
                           [&](SectionId s) { return !std::ranges::binary_search(choice.fed, s); });
    }
    barred_.insert(barred_.end(), isolation.dead.begin(), isolation.dead.end());
  }

  std::vector<SecondFault> run() {
    std::vector<SecondFault> faults;
    for (auto const feeder : hosts()) {
      faults.push_back(lose({.element = model_.col().feeder_head[feeder], .feeder = feeder},
                            {model_.sections_of(feeder).first()}));
    }
    for (auto const& move : choice_.moves) {
      auto const ends = model_.col().switch_ends[move.tie];
      faults.push_back(lose({.element = move.tie, .feeder = FeederId::none()}, {ends.a, ends.b}));
    }
    parts_.live.reset();
    std::ranges::stable_sort(faults, std::ranges::greater{}, [](SecondFault const& fault) {
      return fault.users_out - fault.restorable_users;
    });
    return faults;
  }

 private:
  /// Normal feeders of the live ends; a tie at a busbar, or at another part, has none of its own.
  [[nodiscard]] std::vector<FeederId> hosts() const {
    std::vector<FeederId> feeders;
    for (auto const& move : choice_.moves) {
      auto const ends = model_.col().switch_ends[move.tie];
      auto const a_moves = std::ranges::binary_search(move.sections, ends.a);
      auto const live_end = a_moves ? ends.b : ends.a;
      auto const feeder = model_.col().section_feeder[live_end];
      if (feeder.is_some() && !std::ranges::binary_search(choice_.fed, live_end)) {
        feeders.push_back(feeder);
      }
    }
    std::ranges::sort(feeders);
    auto const rest = std::ranges::unique(feeders);
    feeders.erase(rest.begin(), rest.end());
    return feeders;
  }

  /// `dead`: the sections that the fault takes.
  [[nodiscard]] SecondFault lose(SecondFault fault, std::vector<SectionId> dead) {
    auto& live = parts_.live;
    live.reset();
    switching::apply(isolation_, live);
    apply(choice_, live);
    std::ranges::sort(dead);
    auto out = isolation_.sources;
    std::vector<SectionId> lost;
    auto const note = [&](topology::Change const& change) {
      if (!change.now_live) {
        lost.insert(lost.end(), change.sections.begin(), change.sections.end());
      }
    };
    for (auto const source : all_ids<network::SourceId>(model_.n_source())) {
      if (std::ranges::binary_search(dead, model_.col().source_section[source]) &&
          std::ranges::find(out, source) == out.end()) {
        note(live.take_out(source));
        out.push_back(source);
      }
    }
    for (auto const s : dead) {
      for (auto const [to, via] : model_.arcs(s)) {
        if (!std::ranges::binary_search(dead, to)) {
          note(live.open(via));
        }
      }
    }
    std::ranges::sort(lost);
    std::ranges::sort(out);
    Losses const losses{model_, lost, live};
    Count all;
    for (auto const s : lost) {
      all += losses.of(s);
    }
    auto const back = restored(lost, dead, out, losses);
    fault.users_out = all.users;
    fault.households_out = all.households;
    fault.restorable_users = back.users;
    fault.restorable_households = back.households;
    return fault;
  }

  [[nodiscard]] Count restored(std::span<SectionId const> lost, std::span<SectionId const> dead,
                               std::span<network::SourceId const> out, Losses const& losses) {
    std::vector<SectionId> dark;
    std::ranges::set_difference(lost, dead, std::back_inserter(dark));
    auto barred = barred_;
    barred.insert(barred.end(), dead.begin(), dead.end());
    std::ranges::sort(barred);
    auto const rest = std::ranges::unique(barred);
    barred.erase(rest.begin(), rest.end());
    auto const& plan = parts_.planner.best_plan({.closed = parts_.live.closed(),
                                                 .dark = dark,
                                                 .dead = barred,
                                                 .out = out,
                                                 .window = window_,
                                                 .levels = levels_});
    std::vector<SectionId> fed;
    for (auto const& part : plan.parts) {
      fed.insert(fed.end(), part.sections.begin(), part.sections.end());
    }
    std::ranges::sort(fed);
    auto const repeated = std::ranges::unique(fed);
    fed.erase(repeated.begin(), repeated.end());
    Count back;
    for (auto const s : fed) {
      back += losses.of(s);
    }
    return back;
  }

  NetworkModel const& model_;
  switching::Isolation const& isolation_;
  TransferChoice const& choice_;
  flow::LoadWindow const& window_;
  int levels_;
  Workspace::Parts& parts_;
  std::vector<SectionId> barred_;  ///< dark before, and not to be looked after
};

}  // namespace

std::vector<SecondFault> second_faults(NetworkModel const& model,
                                       switching::Isolation const& isolation,
                                       TransferChoice const& choice, flow::LoadWindow const& window,
                                       int levels, Workspace::Parts& parts) {
  return SecondFaults{model, isolation, choice, window, levels, parts}.run();
}

}  // namespace tieline::study
