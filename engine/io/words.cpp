#include "engine/io/words.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace tieline::io {
namespace {

constexpr std::array kZones{Word{"city_center", 0}, Word{"urban", 1},       Word{"town", 2},
                            Word{"rural", 3},       Word{"中心区", 0},      Word{"市区", 1},
                            Word{"城镇", 2},        Word{"农村", 3},        Word{"城市中心区", 0},
                            Word{"市中心区", 0},    Word{"市中心", 0},      Word{"城区", 1},
                            Word{"城市", 1},        Word{"乡镇", 2},        Word{"乡村", 3},
                            Word{"农村地区", 3},    Word{"city_centre", 0}, Word{"city center", 0}};
constexpr std::array kZonesOrAll{
    Word{"city_center", 0}, Word{"urban", 1},    Word{"town", 2},   Word{"rural", 3},
    Word{"中心区", 0},      Word{"市区", 1},     Word{"城镇", 2},   Word{"农村", 3},
    Word{"城市中心区", 0},  Word{"市中心区", 0}, Word{"市中心", 0}, Word{"乡村", 3},
    Word{"all", 4},         Word{"全部", 4},     Word{"全口径", 4}, Word{"合计", 4}};
constexpr std::array kLineKinds{Word{"overhead", 0},     Word{"overhead_insulated", 1},
                                Word{"cable", 2},        Word{"架空", 0},
                                Word{"架空绝缘", 1},     Word{"电缆", 2},
                                Word{"架空裸导线", 0},   Word{"架空线", 0},
                                Word{"架空线路", 0},     Word{"裸导线", 0},
                                Word{"架空绝缘线", 1},   Word{"架空绝缘线路", 1},
                                Word{"架空绝缘导线", 1}, Word{"绝缘导线", 1},
                                Word{"电缆线路", 2}};
constexpr std::array kSwitchKinds{
    Word{"breaker", 0},      Word{"recloser", 1},   Word{"load_break", 2}, Word{"disconnector", 3},
    Word{"fuse", 4},         Word{"断路器", 0},     Word{"重合器", 1},     Word{"负荷开关", 2},
    Word{"隔离开关", 3},     Word{"熔断器", 4},     Word{"柱上断路器", 0}, Word{"柱上开关", 2},
    Word{"柱上负荷开关", 2}, Word{"隔离刀闸", 3},   Word{"刀闸", 3},       Word{"跌落式熔断器", 4},
    Word{"跌落保险", 4},     Word{"load-break", 2}, Word{"load break", 2}};
constexpr std::array kControls{Word{"manual", 0}, Word{"remote", 1}, Word{"手动", 0},
                               Word{"三遥", 1},   Word{"遥控", 1},   Word{"就地", 0},
                               Word{"远方", 1}};
constexpr std::array kNormals{Word{"closed", 1}, Word{"open", 0}, Word{"合", 1},   Word{"分", 0},
                              Word{"常闭", 1},   Word{"常开", 0}, Word{"合闸", 1}, Word{"分闸", 0},
                              Word{"闭合", 1},   Word{"断开", 0}};
constexpr std::array kNatures{Word{"public", 0},     Word{"dedicated", 1}, Word{"公变", 0},
                              Word{"专变", 1},       Word{"公用", 0},      Word{"专用", 1},
                              Word{"公用变压器", 0}, Word{"专用变压器", 1}};
constexpr std::array kAnswers{Word{"yes", 2}, Word{"no", 1}, Word{"是", 2},   Word{"否", 1},
                              Word{"y", 2},   Word{"n", 1},  Word{"true", 2}, Word{"false", 1},
                              Word{"1", 2},   Word{"0", 1},  Word{"有", 2},   Word{"无", 1}};
constexpr std::array kPhases{Word{"ABC", 7},  Word{"AB", 3},    Word{"BC", 6},   Word{"AC", 5},
                             Word{"A", 1},    Word{"B", 2},     Word{"C", 4},    Word{"BA", 3},
                             Word{"CB", 6},   Word{"CA", 5},    Word{"A相", 1},  Word{"B相", 2},
                             Word{"C相", 4},  Word{"AB相", 3},  Word{"BC相", 6}, Word{"AC相", 5},
                             Word{"CA相", 5}, Word{"ABC相", 7}, Word{"三相", 7}, Word{"ABCN", 7}};
constexpr std::array kDayTypes{Word{"workday", 0}, Word{"weekend", 1}, Word{"holiday", 2},
                               Word{"工作日", 0},  Word{"周末", 1},    Word{"节假日", 2},
                               Word{"休息日", 1},  Word{"节日", 2},    Word{"法定节假日", 2}};
constexpr std::array kSeasons{
    Word{"any", 0},  Word{"spring", 1}, Word{"summer", 2}, Word{"autumn", 3}, Word{"winter", 4},
    Word{"全年", 0}, Word{"春", 1},     Word{"夏", 2},     Word{"秋", 3},     Word{"冬", 4},
    Word{"春季", 1}, Word{"夏季", 2},   Word{"秋季", 3},   Word{"冬季", 4},   Word{"fall", 3}};
constexpr std::array kWorkKinds{
    Word{"maintenance", 0}, Word{"construction", 1}, Word{"user_request", 2}, Word{"connection", 3},
    Word{"检修", 0},        Word{"工程", 1},         Word{"施工", 1},         Word{"用户申请", 2},
    Word{"业扩", 3},        Word{"接入", 3}};
constexpr std::array kTargetBases{Word{"mv_user", 0}, Word{"household", 1}, Word{"中压用户", 0},
                                  Word{"低压用户", 1}, Word{"户", 1}};
constexpr std::array kTargetKinds{Word{"absolute_h", 0}, Word{"yoy_reduction", 1},
                                  Word{"绝对值", 0}, Word{"同比下降", 1}};
constexpr std::array kTargetLogics{Word{"any", 0}, Word{"all", 1}, Word{"任一", 0},
                                   Word{"全部", 1}};
constexpr std::array kOutageClasses{Word{"fault_internal", 0},
                                    Word{"fault_external", 1},
                                    Word{"planned_maintenance", 2},
                                    Word{"planned_construction", 3},
                                    Word{"planned_user_request", 4},
                                    Word{"planned_supply_adjustment", 5},
                                    Word{"temporary_maintenance", 6},
                                    Word{"temporary_construction", 7},
                                    Word{"temporary_user_request", 8},
                                    Word{"rationing_source", 9},
                                    Word{"rationing_grid", 10},
                                    Word{"内部故障停电", 0},
                                    Word{"外部故障停电", 1},
                                    Word{"计划检修停电", 2},
                                    Word{"检修停电", 2},
                                    Word{"计划施工停电", 3},
                                    Word{"工程停电", 3},
                                    Word{"用户申请停电", 4},
                                    Word{"调电", 5},
                                    Word{"临时检修停电", 6},
                                    Word{"临时施工停电", 7},
                                    Word{"用户临时申请停电", 8},
                                    Word{"系统电源不足限电", 9},
                                    Word{"供电网限电", 10}};
constexpr std::array kCapScopes{Word{"planned", 0}, Word{"all", 1}, Word{"计划", 0},
                                Word{"全部", 1}};
constexpr std::array kCalendars{Word{"protected", 0}, Word{"holiday", 1}, Word{"保供电", 0},
                                Word{"节假日", 1}};

[[nodiscard]] char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

[[nodiscard]] bool equal_but_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == y; });
}

/// Edit distance in bytes.
[[nodiscard]] std::size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) {
    row[j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      auto const swap = diagonal + (lower(a[i - 1]) == lower(b[j - 1]) ? 0U : 1U);
      diagonal = row[j];
      row[j] = std::min({swap, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

WordList const kZoneWords{"city_center|urban|town|rural", kZones};
WordList const kZoneOrAllWords{"city_center|urban|town|rural|all", kZonesOrAll};
WordList const kLineKindWords{"overhead|overhead_insulated|cable", kLineKinds};
WordList const kSwitchKindWords{"breaker|recloser|load_break|disconnector|fuse", kSwitchKinds};
WordList const kControlWords{"manual|remote", kControls};
WordList const kNormalWords{"closed|open", kNormals};
WordList const kNatureWords{"public|dedicated", kNatures};
WordList const kAnswerWords{"yes|no", kAnswers};
WordList const kPhaseWords{"A|B|C|AB|BC|AC|ABC", kPhases};
WordList const kDayTypeWords{"workday|weekend|holiday", kDayTypes};
WordList const kSeasonWords{"any|spring|summer|autumn|winter", kSeasons};
WordList const kWorkKindWords{"maintenance|construction|user_request|connection", kWorkKinds};
WordList const kTargetBaseWords{"mv_user|household", kTargetBases};
WordList const kTargetKindWords{"absolute_h|yoy_reduction", kTargetKinds};
WordList const kTargetLogicWords{"any|all", kTargetLogics};
WordList const kOutageClassWords{"the leaves of the outage tree", kOutageClasses};
WordList const kCapScopeWords{"planned|all", kCapScopes};
WordList const kCalendarWords{"protected|holiday", kCalendars};

std::optional<std::uint8_t> find_word(WordList const& list, std::string_view text) {
  for (auto const& word : list.words) {
    if (word.text == text) {
      return word.value;
    }
  }
  for (auto const& word : list.words) {
    if (equal_but_case(text, word.text)) {
      return word.value;
    }
  }
  return std::nullopt;
}

std::optional<std::uint8_t> find_agreed_word(WordList const& list, std::string_view text) {
  constexpr std::string_view kComma{"、"};
  std::optional<std::uint8_t> agreed;
  std::size_t n_word = 0;
  while (!text.empty()) {
    auto const wide = text.find(kComma);
    auto const narrow = text.find_first_of(",;/|");
    auto const end = std::min({wide, narrow, text.size()});
    auto word = text.substr(0, end);
    text.remove_prefix(std::min(end + (wide < narrow ? kComma.size() : 1), text.size()));
    while (!word.empty() && word.front() == ' ') {
      word.remove_prefix(1);
    }
    while (!word.empty() && word.back() == ' ') {
      word.remove_suffix(1);
    }
    auto const value = find_word(list, word);
    if (!value || (agreed && *agreed != *value)) {
      return std::nullopt;
    }
    agreed = value;
    ++n_word;
  }
  return n_word > 1 ? agreed : std::nullopt;
}

std::optional<std::string_view> nearest_of(std::string_view text,
                                           std::span<std::string_view const> among) {
  constexpr std::size_t kLongest = 64;  // longer ones are no slip of a short word
  std::optional<std::string_view> best;
  auto fewest = std::max<std::size_t>(text.size() / 2, 1) + 1;
  if (text.size() > kLongest) {
    return best;
  }
  for (auto const candidate : among) {
    if (auto const edits = edits_between(text, candidate); edits < fewest) {
      fewest = edits;
      best = candidate;
    }
  }
  return best;
}

std::optional<std::string_view> nearest_word(WordList const& list, std::string_view text) {
  std::vector<std::string_view> spellings;
  for (auto const& word : list.words) {
    spellings.push_back(word.text);
  }
  return nearest_of(text, spellings);
}

std::string did_you_mean(std::optional<std::string_view> nearest) {
  return nearest ? std::string{*nearest} + "?" : std::string{};
}

}  // namespace tieline::io
