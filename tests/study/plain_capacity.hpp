#pragma once
// Open capacity from the words of the input, as slowly as it is defined: what hangs behind an
// element is what goes dark without it.

#include <cmath>
#include <map>
#include <numbers>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/network/tables.hpp"

namespace tieline::test {

struct PlainQuery {
  double k_line = 0.8, k_transformer = 0.8, k_source = 0.8;
  bool n1 = false;
  std::map<std::string_view, double> pending_kva;  ///< by node, medium voltage
};

/// `room` of known elements, and whether all were known.
struct PlainValue {
  std::optional<double> room;
  bool is_whole = true;
  [[nodiscard]] std::optional<double> open() const {
    if (room && *room <= 0) {
      return 0.0;
    }
    return room && is_whole ? room : std::nullopt;
  }
  void meet(std::optional<double> other) {
    if (!other) {
      is_whole = false;
    } else if (!room || *other < *room) {
      room = other;
    }
  }
};

/// Nodes by their ids; elements are lines and closed switches, called by their row.
class PlainCapacity {
 public:
  PlainCapacity(network::Tables const& tables, PlainQuery query)
      : tables_{tables}, query_{std::move(query)} {
    for (auto const& line : tables.lines) {
      elements_.push_back({line.from_node, line.to_node, line.ampacity_a, {}, true});
    }
    for (auto const& s : tables.switches) {
      if (s.normal_closed) {
        elements_.push_back({s.from_node, s.to_node, s.ampacity_a, s.id, false});
      }
    }
    for (std::size_t e = 0; e < elements_.size(); ++e) {
      auto const live = reached(sources(), elements_.size());
      auto const left = reached(sources(), e);
      for (auto const node : live) {
        if (left.count(node) == 0) {
          elements_[e].behind.insert(node);
        }
      }
    }
    live_ = reached(sources(), elements_.size());
  }

  [[nodiscard]] PlainValue at(std::string_view node) const {
    PlainValue value;
    if (live_.count(node) == 0) {
      value.is_whole = false;
      return value;
    }
    for (auto const e : way_to(node)) {
      value.meet(room_of(elements_[e]));
    }
    meet_sources(node, value);
    return value;
  }

  [[nodiscard]] PlainValue of_user(network::TransformerRow const& user) const {
    auto value = at(user.node);
    auto const kva = kva_of(user);
    value.meet(
        kva && !std::isnan(user.rated_kva)
            ? std::optional{query_.k_transformer * static_cast<double>(user.rated_kva) - *kva}
            : std::nullopt);
    if (live_.count(user.node) == 0) {
      value.room.reset();
    }
    return value;
  }

  /// Of a network without loops: what everything behind the feeder's head switch passes.
  [[nodiscard]] PlainValue of_feeder(network::FeederRow const& feeder) const {
    PlainValue value;
    auto const* const head = closed_switch(feeder.head_switch);
    if (head == nullptr || head->behind.empty()) {
      value.is_whole = false;
      return value;
    }
    std::optional<std::set<std::size_t>> common;
    for (auto const node : head->behind) {
      std::size_t onward = 0;
      for (auto const& element : elements_) {
        onward += is_fed_from(element, node) ? 1U : 0U;
      }
      if (onward == 1 && users_at(node) == 0) {
        continue;
      }
      auto const way = way_to(node);
      std::set<std::size_t> const here{way.begin(), way.end()};
      if (!common) {
        common = here;
        continue;
      }
      std::erase_if(*common, [&](std::size_t e) { return here.count(e) == 0; });
    }
    for (auto const e : *common) {
      value.meet(room_of(elements_[e]));
    }
    meet_sources(*head->behind.begin(), value);
    return value;
  }

 private:
  struct Element {
    std::string_view a, b;
    float ampacity_a;
    std::string_view switch_id;  ///< empty: a line
    bool is_line;
    std::set<std::string_view> behind{};
  };

  [[nodiscard]] std::set<std::string_view> sources() const {
    std::set<std::string_view> nodes;
    for (auto const& source : tables_.sources) {
      nodes.insert(source.node);
    }
    return nodes;
  }

  [[nodiscard]] std::set<std::string_view> reached(std::set<std::string_view> seen,
                                                   std::size_t without,
                                                   bool lines_only = false) const {
    for (auto before = std::size_t{0}; before != seen.size();) {
      before = seen.size();
      for (std::size_t e = 0; e < elements_.size(); ++e) {
        auto const& [a, b, ampacity, id, is_line, behind] = elements_[e];
        if (e != without && (is_line || !lines_only) && seen.count(a) + seen.count(b) == 1) {
          seen.insert(a);
          seen.insert(b);
        }
      }
    }
    return seen;
  }

  /// The elements of one way from a source; any will do.
  [[nodiscard]] std::vector<std::size_t> way_to(std::string_view node) const {
    std::map<std::string_view, std::size_t> by;  // node → element that reached it
    auto seen = sources();
    for (auto before = std::size_t{0}; before != seen.size();) {
      before = seen.size();
      for (std::size_t e = 0; e < elements_.size(); ++e) {
        auto const& x = elements_[e];
        if (seen.count(x.a) + seen.count(x.b) == 1) {
          auto const far = seen.count(x.a) != 0 ? x.b : x.a;
          by[far] = e;
          seen.insert(far);
        }
      }
    }
    std::vector<std::size_t> way;
    while (by.count(node) != 0) {
      way.push_back(by[node]);
      auto const& x = elements_[way.back()];
      node = x.a == node ? x.b : x.a;
    }
    return way;
  }

  [[nodiscard]] Element const* closed_switch(std::string_view id) const {
    for (auto const& element : elements_) {
      if (!element.is_line && element.switch_id == id) {
        return &element;
      }
    }
    return nullptr;
  }

  [[nodiscard]] static bool is_fed_from(Element const& element, std::string_view node) {
    auto const far = element.a == node   ? element.b
                     : element.b == node ? element.a
                                         : std::string_view{};
    return !far.empty() && element.behind.count(far) != 0 && element.behind.count(node) == 0;
  }

  [[nodiscard]] std::size_t users_at(std::string_view node) const {
    std::size_t n = 0;
    for (auto const& user : tables_.transformers) {
      n += user.node == node ? 1U : 0U;
    }
    return n;
  }

  [[nodiscard]] std::optional<std::pair<double, double>> load_of(
      network::TransformerRow const& user) const {
    auto const kw = static_cast<double>(std::isnan(user.peak_kw) ? user.load_kw : user.peak_kw);
    if (std::isnan(kw)) {
      return std::nullopt;
    }
    auto const cosine = std::isnan(user.power_factor) ? tables_.settings.power_factor
                                                      : static_cast<double>(user.power_factor);
    return std::pair{kw, kw * std::tan(std::acos(cosine))};
  }
  [[nodiscard]] std::optional<double> kva_of(network::TransformerRow const& user) const {
    auto const load = load_of(user);
    return load ? std::optional{std::hypot(load->first, load->second)} : std::nullopt;
  }

  /// kVA of everything at these nodes, what is pending included.
  [[nodiscard]] std::optional<double> kva_at(std::set<std::string_view> const& nodes) const {
    double kw = 0;
    double kvar = 0;
    double pending = 0;
    for (auto const& user : tables_.transformers) {
      if (nodes.count(user.node) == 0) {
        continue;
      }
      auto const load = load_of(user);
      if (!load) {
        return std::nullopt;
      }
      kw += load->first;
      kvar += load->second;
    }
    for (auto const& [node, kva] : query_.pending_kva) {
      pending += nodes.count(node) != 0 ? kva : 0;
    }
    return std::hypot(kw, kvar) + pending;
  }

  /// The head switch that feeds a node.
  [[nodiscard]] std::string_view feeder_of(std::string_view node) const {
    for (auto const& feeder : tables_.feeders) {
      auto const* const head = closed_switch(feeder.head_switch);
      if (head != nullptr && head->behind.count(node) != 0) {
        return feeder.id;
      }
    }
    return {};
  }

  [[nodiscard]] std::string_view source_of(std::string_view node) const {
    auto const joined = reached({node}, elements_.size());
    for (auto const& source : tables_.sources) {
      if (joined.count(source.node) != 0) {
        return source.id;
      }
    }
    return {};
  }

  [[nodiscard]] double share_of(std::string_view node) const {
    if (!query_.n1 || reached(sources(), elements_.size(), true).count(node) != 0) {
      return query_.k_line;
    }
    auto const feeder = feeder_of(node);
    if (feeder.empty()) {
      return std::nan("");
    }
    std::set<std::string> others;
    for (auto const& tie : tables_.switches) {
      if (tie.normal_closed || !network::breaks_load(tie.kind) || live_.count(tie.from_node) == 0 ||
          live_.count(tie.to_node) == 0) {
        continue;
      }
      auto const a = feeder_of(tie.from_node);
      auto const b = feeder_of(tie.to_node);
      auto const add = [&](std::string_view other, std::string_view at) {
        others.insert(other.empty() ? "source " + std::string{source_of(at)} : std::string{other});
      };
      if (a == feeder && b != feeder) {
        add(b, tie.to_node);
      } else if (b == feeder && a != feeder) {
        add(a, tie.from_node);
      }
    }
    auto const n = static_cast<double>(others.size());
    return std::min(query_.k_line, n / (n + 1));
  }

  [[nodiscard]] std::optional<double> room_of(Element const& element) const {
    auto const kva = kva_at(element.behind);
    if (element.behind.empty() || !kva || std::isnan(element.ampacity_a)) {
      return std::nullopt;  // empty: a loop
    }
    auto const share = share_of(element.behind.count(element.a) != 0 ? element.a : element.b);
    return std::isnan(share) ? std::nullopt
                             : std::optional{std::numbers::sqrt3 * 10 * share *
                                                 static_cast<double>(element.ampacity_a) -
                                             *kva};
  }

  void meet_sources(std::string_view node, PlainValue& value) const {
    auto const joined = reached({node}, elements_.size());
    std::vector<network::SourceRow const*> feeding;
    for (auto const& source : tables_.sources) {
      if (joined.count(source.node) != 0) {
        feeding.push_back(&source);
      }
    }
    auto const kva = kva_at(joined);
    auto const* const own = feeding.front();
    auto const is_known = feeding.size() == 1 && kva && !std::isnan(own->rated_kva);
    value.meet(is_known
                   ? std::optional{query_.k_source * static_cast<double>(own->rated_kva) - *kva}
                   : std::nullopt);
    if (!query_.n1) {
      return;
    }
    double rated = 0;
    double largest = 0;
    double load = 0;
    for (auto const& source : tables_.sources) {
      if (source.station != own->station) {
        continue;
      }
      auto const fed = reached({source.node}, elements_.size());
      std::size_t n_source = 0;
      for (auto const& other : tables_.sources) {
        n_source += fed.count(other.node);
      }
      rated += static_cast<double>(source.rated_kva);
      largest = std::max(largest, static_cast<double>(source.rated_kva));
      load += n_source == 1 ? kva_at(fed).value_or(std::nan("")) : std::nan("");
    }
    auto const room = query_.k_source * (rated - largest) - load;
    value.meet(std::isnan(room) ? std::nullopt : std::optional{room});
  }

  network::Tables const& tables_;
  PlainQuery query_;
  std::vector<Element> elements_;
  std::set<std::string_view> live_;
};

}  // namespace tieline::test
