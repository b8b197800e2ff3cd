#include "tests/support/build_clean.hpp"

#include <string>

#include "engine/base/check.hpp"
#include "engine/network/build.hpp"

namespace tieline::test {
namespace {

template <class Key>
Key found(Key key, std::string_view id) {
  if (key.is_none()) {
    throw BrokenInvariant{"the model has no \"" + std::string{id} + "\""};
  }
  return key;
}

}  // namespace

network::NetworkPtr build_clean(network::Tables const& tables) {
  network::FaultLog log;
  auto built = network::build(tables, {}, log);
  if (built.model == nullptr || !built.quarantined.empty()) {
    std::string found;
    for (auto const& fault : log.all()) {
      found += "\n  " + network::to_text(fault, network::Language::en);
    }
    throw BrokenInvariant{"the tables are not clean:" + found};
  }
  return built.model;
}

network::SwitchId switch_of(network::NetworkModel const& model, std::string_view id) {
  return found(model.find_switch(id), id);
}

network::UserId user_of(network::NetworkModel const& model, std::string_view id) {
  return found(model.find_user(id), id);
}

network::LineId line_of(network::NetworkModel const& model, std::string_view id) {
  return found(model.find_line(id), id);
}

network::SectionId section_at(network::NetworkModel const& model, std::string_view node) {
  return model.col().node_section[found(model.find_node(node), node)];
}

}  // namespace tieline::test
