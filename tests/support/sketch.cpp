#include "tests/support/sketch.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/base/check.hpp"

namespace tieline::test {
namespace {

[[noreturn]] void refuse(std::string const& what) {
  throw BrokenInvariant{"sketch: " + what};
}

bool is_source_name(std::string_view name) {
  return name.front() >= 'A' && name.front() <= 'Z';
}

bool is_name_start(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// Takes the next name off `picture`: a letter and its digits.
std::string_view take_name(std::string_view& picture) {
  if (picture.empty() || !is_name_start(picture.front())) {
    refuse("a name is missing before \"" + std::string{picture} + "\"");
  }
  std::size_t length = 1;
  while (length < picture.size() && picture[length] >= '0' && picture[length] <= '9') {
    ++length;
  }
  auto const name = picture.substr(0, length);
  picture.remove_prefix(length);
  return name;
}

void skip_space(std::string_view& picture) {
  while (!picture.empty() && picture.front() == ' ') {
    picture.remove_prefix(1);
  }
}

template <class Row>
Row* find_row(std::vector<Row>& rows, std::string_view id) {
  auto const at = std::ranges::find(rows, id, &Row::id);
  return at == rows.end() ? nullptr : &*at;
}

template <class Row>
Row& row_of(std::vector<Row>& rows, std::string_view id) {
  auto* const row = find_row(rows, id);
  if (row == nullptr) {
    refuse("nothing is called \"" + std::string{id} + "\"");
  }
  return *row;
}

std::string end_of(std::string_view section) {
  return std::string{section} + ".end";
}

}  // namespace

Sketch::Sketch(std::string_view picture) {
  tables_.name = "sketch";
  tables_.texts.push_back(texts_);
  skip_space(picture);
  while (!picture.empty()) {
    auto here = take_name(picture);
    add_end(here);
    for (skip_space(picture); !picture.empty() && picture.front() != ','; skip_space(picture)) {
      auto const joint = picture.front();
      if (joint != '=' && joint != '-') {
        refuse("neither = nor - before \"" + std::string{picture} + "\"");
      }
      picture.remove_prefix(1);
      skip_space(picture);
      auto const there = take_name(picture);
      add_end(there);
      add_switch(here, there, joint == '=');
      here = there;
    }
    if (!picture.empty()) {
      picture.remove_prefix(1);  // the comma
      skip_space(picture);
    }
  }
}

std::string_view Sketch::keep(std::string text) {
  return texts_->emplace_back(std::move(text));
}

void Sketch::add_end(std::string_view name) {
  if (find_row(tables_.nodes, name) != nullptr) {
    return;
  }
  auto const id = keep(std::string{name});
  tables_.nodes.push_back({.id = id, .voltage_kv = 10});
  if (is_source_name(name)) {
    tables_.sources.push_back(
        {.id = id, .node = id, .station = keep("station " + std::string{name}), .rated_kva = 1e5F});
    return;
  }
  auto const end = keep(end_of(name));
  tables_.nodes.push_back({.id = end, .voltage_kv = 10});
  tables_.lines.push_back({.id = id,
                           .from_node = id,
                           .to_node = end,
                           .live_work = network::Answer::no,
                           .length_km = 1,
                           .r_ohm_per_km = 0.1F,
                           .x_ohm_per_km = 0.1F,
                           .ampacity_a = 1000});
  users(name, 1);
}

void Sketch::add_switch(std::string_view left, std::string_view right, bool closed) {
  auto id = std::string{left} + std::string{right};
  for (int copy = 2; find_row(tables_.switches, id) != nullptr; ++copy) {
    id = std::string{left} + std::string{right} + "." + std::to_string(copy);
  }
  auto const at_source = is_source_name(left) || is_source_name(right);
  tables_.switches.push_back(
      {.id = keep(id),
       .from_node = keep(is_source_name(left) ? std::string{left} : end_of(left)),
       .to_node = keep(std::string{right}),
       .owner = {},
       .kind = at_source ? network::SwitchKind::breaker : network::SwitchKind::load_break,
       .normal_closed = closed,
       .loop_close = network::Answer::yes,
       .operate_min = 10,
       .ampacity_a = 1000});
  if (at_source && closed) {
    tables_.feeders.push_back({.id = keep(id), .name = keep(id), .head_switch = keep(id)});
  }
}

Sketch& Sketch::users(std::string_view section, int count, int households_each) {
  auto const prefix = std::string{section} + ".";
  std::erase_if(tables_.transformers, [&](auto const& row) { return row.id.starts_with(prefix); });
  for (int i = 1; i <= count; ++i) {
    add_user(section, prefix + std::to_string(i), households_each);
  }
  return *this;
}

network::TransformerRow& Sketch::add_user(std::string_view section, std::string_view id,
                                          int households) {
  tables_.transformers.push_back({.id = keep(std::string{id}),
                                  .node = keep(end_of(section)),
                                  .zone = network::Zone::urban,
                                  .core_area = network::Answer::no,
                                  .households = households,
                                  .rated_kva = 400,
                                  .load_kw = 50,
                                  .peak_kw = 100});
  return tables_.transformers.back();
}

network::LineRow& Sketch::add_lateral(std::string_view section, std::string_view id) {
  auto const name = keep(std::string{id});
  tables_.nodes.push_back({.id = name, .voltage_kv = 10});
  tables_.lines.push_back({.id = name,
                           .from_node = keep(end_of(section)),
                           .to_node = name,
                           .live_work = network::Answer::no,
                           .length_km = 0.5F,
                           .r_ohm_per_km = 0.1F,
                           .x_ohm_per_km = 0.1F,
                           .ampacity_a = 200});
  return tables_.lines.back();
}

network::SwitchRow& Sketch::switch_row(std::string_view id) {
  if (auto* const row = find_row(tables_.switches, id); row != nullptr) {
    return *row;
  }
  std::size_t split = 1;  // the other order of the two ends
  while (split < id.size() && !is_name_start(id[split])) {
    ++split;
  }
  auto const turned = std::string{id.substr(split)} + std::string{id.substr(0, split)};
  return row_of(tables_.switches, turned);
}

network::LineRow& Sketch::line_row(std::string_view id) {
  return row_of(tables_.lines, id);
}

network::SourceRow& Sketch::source_row(std::string_view id) {
  return row_of(tables_.sources, id);
}

network::TransformerRow& Sketch::user_row(std::string_view id) {
  return row_of(tables_.transformers, id);
}

Sketch sketch(std::string_view picture) {
  return Sketch{picture};
}

}  // namespace tieline::test
