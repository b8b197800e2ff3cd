// External ids ↔ equipment, equipment → the sections that hold it.

#include <algorithm>
#include <utility>

#include "engine/network/edit_distance.hpp"
#include "engine/study/workspace.hpp"

namespace tieline::study {

using network::NetworkModel;
using network::SectionId;
using network::SourceId;
using network::SwitchId;

namespace {

struct TableName {
  std::string_view prefix;
  EquipmentKind kind;
};
constexpr std::array kTables{TableName{"line", EquipmentKind::line},
                             TableName{"switch", EquipmentKind::network_switch},
                             TableName{"source", EquipmentKind::source},
                             TableName{"user", EquipmentKind::user},
                             TableName{"transformer", EquipmentKind::user},
                             TableName{"feeder", EquipmentKind::feeder},
                             TableName{"section", EquipmentKind::section},
                             TableName{"node", EquipmentKind::node}};

template <class Key>
[[nodiscard]] std::optional<std::uint32_t> row_or_none(Key id) {
  return id.is_some() ? std::optional{id.raw()} : std::nullopt;
}

/// The section fed through switch `id`, or the first one of source `id`.
[[nodiscard]] std::optional<std::uint32_t> find_section(NetworkModel const& model,
                                                        std::string_view id) {
  if (auto const s = model.find_switch(id); s.is_some()) {
    auto const ends = model.col().switch_ends[s];
    for (auto const end : {ends.a, ends.b}) {
      if (model.col().section_via[end] == s) {
        return end.raw();
      }
    }
    return std::nullopt;
  }
  if (id.starts_with("source:")) {
    if (auto const s = model.find_source(id.substr(7)); s.is_some()) {
      return model.col().source_section[s].raw();
    }
  }
  return std::nullopt;
}

[[nodiscard]] std::optional<std::uint32_t> find_in(NetworkModel const& model, EquipmentKind kind,
                                                   std::string_view id) {
  switch (kind) {
    case EquipmentKind::node:
      return row_or_none(model.find_node(id));
    case EquipmentKind::line:
      return row_or_none(model.find_line(id));
    case EquipmentKind::network_switch:
      return row_or_none(model.find_switch(id));
    case EquipmentKind::source:
      return row_or_none(model.find_source(id));
    case EquipmentKind::user:
      return row_or_none(model.find_user(id));
    case EquipmentKind::feeder:
      return row_or_none(model.find_feeder(id));
    case EquipmentKind::section:
      return find_section(model, id);
  }
  return std::nullopt;
}

/// The external id closest to `id` among lines, switches, users, feeders, sources and nodes.
[[nodiscard]] std::string nearest_id(NetworkModel const& model, std::string_view id) {
  std::string best;
  auto best_edits = std::size_t{3};
  auto const look_through = [&](auto const& refs) {
    for (auto const ref : refs) {
      auto const candidate = model.text(ref);
      if (auto const edits = network::edit_distance(id, candidate, best_edits - 1);
          edits < best_edits) {
        best_edits = edits;
        best = candidate;
      }
    }
  };
  look_through(model.col().line_ref);
  look_through(model.col().switch_ref);
  look_through(model.col().user_ref);
  look_through(model.col().feeder_ref);
  look_through(model.col().source_ref);
  look_through(model.col().node_ref);
  return best;
}

[[nodiscard]] tl::unexpected<Error> unknown(NetworkModel const& model, std::string const& id) {
  auto const near = nearest_id(model, id);
  return fail(
      ErrorCode::unknown_id,
      "no equipment '" + id + "' in this network" +
          (near.empty() ? "; list ids with `tieline net show`" : "; did you mean '" + near + "'?"),
      "网络中没有设备“" + id + "”" +
          (near.empty() ? std::string{"；可用 tieline net show 查看编号"}
                        : "；是否为“" + near + "”？"));
}

[[nodiscard]] Result<Equipment> find_one(NetworkModel const& model, std::string const& id) {
  if (auto const colon = id.find(':'); colon != std::string::npos) {
    auto const prefix = std::string_view{id}.substr(0, colon);
    auto const rest = std::string_view{id}.substr(colon + 1);
    for (auto const& table : kTables) {
      if (table.prefix != prefix) {
        continue;
      }
      if (auto const row = find_in(model, table.kind, rest)) {
        return Equipment{table.kind, *row};
      }
    }
  }
  std::optional<Equipment> found;
  std::string tables;
  for (auto const& table : kTables) {
    if (table.kind == EquipmentKind::section || table.prefix == "transformer") {
      continue;  // never without its prefix; an alias
    }
    if (table.kind == EquipmentKind::node && found) {
      continue;  // nobody works on a node: a line or device of the same name is meant
    }
    if (auto const row = find_in(model, table.kind, id)) {
      tables += (tables.empty() ? "" : ", ") + std::string{table.prefix} + ":" + id;
      if (found) {
        continue;
      }
      found = Equipment{table.kind, *row};
    }
  }
  if (!found) {
    return unknown(model, id);
  }
  if (tables.find(", ") != std::string::npos) {
    return fail(ErrorCode::invalid_argument,
                "'" + id + "' stands in several tables; say which: " + tables,
                "“" + id + "”在多张表中出现，请指明：" + tables);
  }
  return *found;
}

void add_sections(NetworkModel const& model, Equipment equipment, std::vector<SectionId>& out) {
  auto const& col = model.col();
  switch (equipment.kind) {
    case EquipmentKind::node:
      out.push_back(col.node_section[network::NodeId{equipment.row}]);
      return;
    case EquipmentKind::line:
      out.push_back(col.line_section[network::LineId{equipment.row}]);
      return;
    case EquipmentKind::network_switch: {
      auto const ends = col.switch_ends[SwitchId{equipment.row}];
      out.push_back(ends.a);
      out.push_back(ends.b);
      return;
    }
    case EquipmentKind::source:
      out.push_back(col.source_section[SourceId{equipment.row}]);
      return;
    case EquipmentKind::user:
      out.push_back(col.user_section[network::UserId{equipment.row}]);
      return;
    case EquipmentKind::feeder:
      for (auto const s : model.sections_of(network::FeederId{equipment.row})) {
        out.push_back(s);
      }
      return;
    case EquipmentKind::section:
      out.push_back(SectionId{equipment.row});
      return;
  }
}

}  // namespace

Result<std::vector<Equipment>> find_equipment(NetworkModel const& model,
                                              std::span<std::string const> ids) {
  std::vector<Equipment> found;
  for (auto const& id : ids) {
    TIELINE_TRY(one, find_one(model, id));
    found.push_back(one);
  }
  return found;
}

std::string section_name(NetworkModel const& model, SectionId s) {
  auto const& col = model.col();
  if (auto const via = col.section_via[s]; via.is_some()) {
    return std::string{model.id_of(via)};
  }
  if (auto const source = col.section_source[s]; source.is_some()) {
    return "source:" + std::string{model.id_of(source)};
  }
  auto const nodes = model.nodes_of(s);
  return nodes.empty() ? std::string{} : "node:" + std::string{model.id_of(nodes.first())};
}

std::vector<SectionId> sections_of(NetworkModel const& model,
                                   std::span<Equipment const> equipment) {
  std::vector<SectionId> sections;
  for (auto const& one : equipment) {
    add_sections(model, one, sections);
  }
  std::sort(sections.begin(), sections.end());
  sections.erase(std::unique(sections.begin(), sections.end()), sections.end());
  return sections;
}

Workspace::Workspace(network::NetworkPtr model)
    : parts_{std::make_unique<Parts>(std::move(model))} {}
Workspace::~Workspace() = default;
Workspace::Workspace(Workspace&&) noexcept = default;
Workspace& Workspace::operator=(Workspace&&) noexcept = default;

}  // namespace tieline::study
