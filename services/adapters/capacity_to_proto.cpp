#include "services/adapters/capacity_to_proto.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include <fmt/format.h>

#include "engine/study/outage.hpp"
#include "services/adapters/values.hpp"

namespace tieline::services {
namespace {

using network::FeederId;
using network::Language;
using network::NetworkModel;
using network::SectionId;
using network::SourceId;
using network::SwitchId;
using network::UserId;
using study::CapacityElement;
using study::CapacityGap;
using study::CapacityKind;

struct ElementWords {
  std::string_view kind, unit, en, zh, rating;
};

ElementWords words_of(CapacityElement element) {
  switch (element) {
    case CapacityElement::transformer:
      return {"transformer", "kVA", "transformer", "变压器", "rated_kva"};
    case CapacityElement::line:
      return {"line", "A", "line", "线路", "ampacity_a"};
    case CapacityElement::network_switch:
      return {"switch", "A", "switch", "开关", "ampacity_a"};
    case CapacityElement::source:
      return {"source", "kVA", "source", "电源", "rated_kva"};
    case CapacityElement::station:
      return {"station", "kVA", "a source of station", "变电站", "rated_kva"};
    case CapacityElement::none:
      break;
  }
  return {};
}

std::string id_of(NetworkModel const& model, study::CapacityBinding const& binding) {
  switch (binding.element) {
    case CapacityElement::transformer:
      return utf8(model.id_of(UserId{binding.row}));
    case CapacityElement::line:
      return utf8(model.id_of(network::LineId{binding.row}));
    case CapacityElement::network_switch:
      return utf8(model.id_of(SwitchId{binding.row}));
    case CapacityElement::source:
      return utf8(model.id_of(SourceId{binding.row}));
    case CapacityElement::station: {
      auto const source = SourceId{binding.row};
      auto const name = utf8(model.name_of(model.col().source_station[source]));
      return name.empty() ? "source:" + utf8(model.id_of(source)) : name;
    }
    case CapacityElement::none:
      break;
  }
  return {};
}

v1::CapacityBinding to_proto(NetworkModel const& model, study::CapacityBinding const& binding) {
  auto const words = words_of(binding.element);
  v1::CapacityBinding message;
  message.set_kind(std::string{words.kind});
  message.set_unit(std::string{words.unit});
  message.set_element(id_of(model, binding));
  if (is_known(binding.rating)) {
    message.set_rating(binding.rating);
  }
  if (is_known(binding.limit)) {
    message.set_limit(binding.limit);
  }
  if (is_known(binding.load)) {
    message.set_load(binding.load);
  }
  return message;
}

std::string_view code_of(CapacityGap gap) {
  constexpr std::array<std::string_view, 6> kCodes{"", "rating", "load", "loop", "unfed", "feeder"};
  return kCodes[static_cast<std::size_t>(gap)];
}

std::string sentence_of(NetworkModel const& model, study::CapacityRow const& row,
                        Language language) {
  auto const is_zh = language == Language::zh;
  auto const words = words_of(row.gap_at.element);
  auto const element = fmt::format("{} {}", is_zh ? words.zh : words.en, id_of(model, row.gap_at));
  switch (row.gap) {
    case CapacityGap::rating:
      return fmt::format(fmt::runtime(is_zh ? "{} 未给出 {}" : "{} states no {}"), element,
                         words.rating);
    case CapacityGap::load: {
      auto const user = utf8(model.id_of(row.gap_user));
      return is_zh ? fmt::format("{} 之后的用户 {} 负荷未知", element, user)
                   : fmt::format("the load of user {} behind {} is unknown", user, element);
    }
    case CapacityGap::loop:
      return is_zh ? fmt::format("{} 处于闭合环路，其负荷无法按辐射网相加", element)
                   : fmt::format("{} lies on a closed loop: sums do not tell its load", element);
    case CapacityGap::unfed:
      return is_zh ? "正常方式下无电源" : "no supply in the normal state";
    case CapacityGap::feeder:
      return is_zh ? fmt::format("{} 不属于任何馈线，无法判定 N-1 要求", element)
                   : fmt::format("{} belongs to no feeder: its N-1 duty is unknown", element);
    case CapacityGap::none:
      break;
  }
  return {};
}

void set_feeder(NetworkModel const& model, FeederId feeder, v1::OpenCapacity& message) {
  if (feeder.is_some()) {
    message.set_feeder(utf8(model.id_of(feeder)));
    message.set_organisation(utf8(model.name_of(model.col().feeder_organisation[feeder])));
  }
}

void name_row(NetworkModel const& model, study::CapacityRow const& row, v1::OpenCapacity& message) {
  auto const& col = model.col();
  switch (row.kind) {
    case CapacityKind::feeder: {
      auto const feeder = FeederId{row.row};
      message.set_id(utf8(model.id_of(feeder)));
      message.set_name(utf8(model.text(col.feeder_name[feeder])));
      set_feeder(model, feeder, message);
      return;
    }
    case CapacityKind::section: {
      auto const section = SectionId{row.row};
      message.set_id(utf8(study::section_name(model, section)));
      set_feeder(model, col.section_feeder[section], message);
      return;
    }
    case CapacityKind::transformer: {
      auto const user = UserId{row.row};
      message.set_id(utf8(model.id_of(user)));
      message.set_name(utf8(model.text(col.user_name[user])));
      set_feeder(model, col.section_feeder[col.user_section[user]], message);
      if (auto const own = col.user_organisation[user]; own.is_some()) {
        message.set_organisation(utf8(model.name_of(own)));
      }
      message.set_zone(std::string{name_of(col.user_zone[user])});
      message.set_nature(col.user_nature[user] == network::Nature::dedicated ? "dedicated"
                                                                             : "public");
      return;
    }
    case CapacityKind::source: {
      auto const source = SourceId{row.row};
      message.set_id(utf8(model.id_of(source)));
      message.set_name(utf8(model.text(col.source_name[source])));
      return;
    }
  }
}

v1::OpenCapacity to_proto(NetworkModel const& model, study::CapacityRow const& row, double need_kva,
                          Language language) {
  v1::OpenCapacity message;
  message.set_kind(std::string{name_of(row.kind)});
  name_row(model, row, message);
  if (is_known(row.open_kva)) {
    message.set_open_capacity_kva(row.open_kva);
  } else if (is_known(row.room_kva)) {
    message.set_at_most_kva(row.room_kva);
  }
  if (row.room_kva < 0) {
    message.set_overload_kva(-row.room_kva);
  }
  message.set_restricted(row.is_restricted(need_kva));
  if (row.binding.element != CapacityElement::none) {
    *message.mutable_binding() = to_proto(model, row.binding);
  }
  message.set_reason_code(std::string{code_of(row.gap)});
  message.set_reason(sentence_of(model, row, language));
  return message;
}

}  // namespace

std::string_view name_of(CapacityKind kind) {
  constexpr std::array<std::string_view, study::kCapacityKindCount> kNames{"feeder", "section",
                                                                           "transformer", "source"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string publish_by(std::string const& as_of) {
  namespace chrono = std::chrono;
  constexpr unsigned kPublicationDay = 5;
  if (as_of.empty()) {
    return {};
  }
  auto const number = [&](std::size_t at, std::size_t length) {
    int value = 0;
    std::from_chars(as_of.data() + at, as_of.data() + at + length, value);
    return value;
  };
  chrono::year_month month{chrono::year{number(0, 4)},
                           chrono::month{static_cast<unsigned>(number(5, 2))}};
  if (static_cast<unsigned>(number(8, 2)) > kPublicationDay) {
    month += chrono::months{1};
  }
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(month.year()),
                     static_cast<unsigned>(month.month()), kPublicationDay);
}

v1::ListCapacityResponse to_proto(NetworkModel const& model, study::CapacityQuery const& query,
                                  study::CapacityAnswer const& answer, std::string const& as_of,
                                  Language language) {
  v1::ListCapacityResponse message;
  message.set_network(utf8(model.case_name()));
  message.set_as_of(as_of);
  message.set_publish_by(publish_by(as_of));
  message.set_line_share(query.k_line);
  message.set_transformer_share(query.k_transformer);
  message.set_source_share(query.k_source);
  message.set_n1(query.n1);
  message.set_need_kva(query.need_kva);
  message.set_restricted_only(query.restricted_only);
  double pending_kva = 0;
  for (auto const& pending : query.pending) {
    pending_kva += pending.kva;
  }
  message.set_pending_kva(pending_kva);
  for (auto const kind : query.kinds) {
    auto const& totals = answer.totals[static_cast<std::size_t>(kind)];
    auto& added = *message.add_totals();
    added.set_kind(std::string{name_of(kind)});
    added.set_rows(count32(totals.rows));
    added.set_restricted(count32(totals.restricted));
    added.set_not_proven(count32(totals.not_proven));
  }
  message.mutable_rows()->Reserve(static_cast<int>(answer.rows.size()));
  for (auto const& row : answer.rows) {
    *message.add_rows() = to_proto(model, row, query.need_kva, language);
  }
  return message;
}

}  // namespace tieline::services
