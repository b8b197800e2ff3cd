#include "engine/study/pending_supply.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "engine/io/table_reader.hpp"

namespace tieline::study {
namespace {

struct PendingCells {
  std::string application, at;
  double kva = 0, demand_factor = 1;
  std::uint32_t row = 0;
};

constexpr std::array kPendingColumns{
    io::schema::column<&PendingCells::application>(io::CellType::id, "application|申请编号"),
    io::schema::column<&PendingCells::at>(io::CellType::references, "at|接入点").filled(),
    io::schema::number<&PendingCells::kva>("kva|容量|报装容量").filled().at_least(0).at_most(4e6),
    io::schema::number<&PendingCells::demand_factor>("demand_factor|需要系数")
        .at_least(0)
        .at_most(1),
};

/// The rows that could not be read, a few of them; nothing if all could.
[[nodiscard]] Result<void> refuse_unread(network::FaultLog const& log, std::string const& file) {
  constexpr std::size_t kShown = 5;
  std::size_t count = 0;
  std::string en;
  std::string zh;
  for (auto const& fault : log.all()) {
    if (fault.handling != network::Handling::reject &&
        fault.handling != network::Handling::quarantine) {
      continue;
    }
    if (++count <= kShown) {
      en += "\n  " + to_text(fault, network::Language::en);
      zh += "\n  " + to_text(fault, network::Language::zh);
    }
  }
  if (count == 0) {
    return {};
  }
  return fail(
      ErrorCode::input_rejected,
      fmt::format("{}: {} row(s) or columns of pending supply cannot be read, so open "
                  "capacity would come out too high:{}",
                  file, count, en),
      fmt::format("{}：有 {} 处已批未接容量无法读取，可开放容量将偏高：{}", file, count, zh));
}

}  // namespace

Result<std::vector<PendingSupply>> read_pending(network::NetworkModel const& model,
                                                std::string_view csv, std::string const& file) {
  io::TableSchema const schema{"pending.csv", kPendingColumns};
  network::FaultLog log;
  std::vector<io::QuarantinedText> set_aside;
  io::TextPool pool;
  io::ReadContext context{.log = log, .quarantined = set_aside, .pool = pool};
  io::TableReader reader{
      schema, {.file = file, .utf8 = {.text = csv, .owner = nullptr}, .replaced = {}}, context};
  std::vector<std::uint32_t> replaces;
  auto const rows = io::read_rows<PendingCells>(reader, 0, replaces,
                                                [](PendingCells const&, auto&) { return true; });
  if (auto readable = refuse_unread(log, file); !readable) {
    return tl::unexpected{std::move(readable.error())};
  }
  std::vector<PendingSupply> pending;
  for (auto const& cells : rows) {
    PendingSupply one{.kva = cells.kva * cells.demand_factor};
    one.user = model.find_user(cells.at);
    one.node = one.user.is_some() ? model.col().user_node[one.user] : model.find_node(cells.at);
    if (one.node.is_none()) {
      return fail(ErrorCode::unknown_id,
                  fmt::format("{}:{}: the case has no transformer or node \"{}\"", file, cells.row,
                              cells.at),
                  fmt::format("{}:{}：算例中没有变压器或节点 \"{}\"", file, cells.row, cells.at));
    }
    pending.push_back(one);
  }
  return pending;
}

}  // namespace tieline::study
