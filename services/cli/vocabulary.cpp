#include "services/cli/vocabulary.hpp"

#include <span>

namespace tieline::services {
namespace {

struct Entry {
  std::string_view word, zh;
};

std::string translate(std::span<Entry const> entries, std::string_view word, Language language) {
  if (language == Language::zh) {
    for (auto const& entry : entries) {
      if (entry.word == word) {
        return std::string{entry.zh};
      }
    }
  }
  return std::string{word};
}

}  // namespace

std::string zone_word(std::string_view zone, Language language) {
  static constexpr Entry kZoneWords[]{{"city_center", "中心区"},
                                      {"urban", "市区"},
                                      {"town", "城镇"},
                                      {"rural", "农村"},
                                      {"unknown", "未知"}};
  return translate(kZoneWords, zone, language);
}

std::string switch_word(std::string_view kind, Language language) {
  static constexpr Entry kKinds[]{{"breaker", "断路器"},
                                  {"recloser", "重合器"},
                                  {"load_break", "负荷开关"},
                                  {"disconnector", "隔离开关"},
                                  {"fuse", "熔断器"}};
  return translate(kKinds, kind, language);
}

std::string control_word(std::string_view control, Language language) {
  static constexpr Entry kControls[]{{"manual", "手动"}, {"remote", "三遥"}};
  return translate(kControls, control, language);
}

std::string answer_word(std::string_view answer, Language language) {
  static constexpr Entry kAnswers[]{{"yes", "是"}, {"no", "否"}};
  return answer.empty() ? "?" : translate(kAnswers, answer, language);
}

std::string strategy_word(std::string_view strategy, Language language) {
  static constexpr Entry kStrategyWords[]{{"none", "不转供"},
                                          {"cold", "停电倒闸转供"},
                                          {"hot", "合环转供"},
                                          {"live", "带电作业"},
                                          {"generator", "发电车"}};
  return translate(kStrategyWords, strategy, language);
}

std::string action_word(std::string_view action, Language language) {
  static constexpr Entry kActions[]{
      {"open", "拉开"},         {"close", "合上"},   {"check", "验电"},     {"ground", "接地"},
      {"unground", "拆除接地"}, {"connect", "接入"}, {"disconnect", "退出"}};
  return translate(kActions, action, language);
}

std::string outage_class_word(std::string_view outage_class, Language language) {
  static constexpr Entry kClasses[]{{"fault_internal", "内部故障停电"},
                                    {"fault_external", "外部故障停电"},
                                    {"planned_maintenance", "计划检修停电"},
                                    {"planned_construction", "计划施工停电"},
                                    {"planned_user_request", "用户申请停电"},
                                    {"planned_supply_adjustment", "调电"},
                                    {"temporary_maintenance", "临时检修停电"},
                                    {"temporary_construction", "临时施工停电"},
                                    {"temporary_user_request", "用户临时申请停电"},
                                    {"rationing_source", "系统电源不足限电"},
                                    {"rationing_grid", "供电网限电"},
                                    {"unclassified", "未分类"}};
  return translate(kClasses, outage_class, language);
}

std::string verdict_word(std::string_view verdict, Language language) {
  static constexpr Entry kVerdicts[]{{"counted", "计入"},        {"momentary", "短时"},
                                     {"overlapped", "重叠"},     {"outside_window", "期外"},
                                     {"unregistered", "未登记"}, {"excluded", "剔除"},
                                     {"filtered", "口径外"}};
  return translate(kVerdicts, verdict, language);
}

std::string key_title(std::string_view key, Language language) {
  static constexpr Entry kKeys[]{{"zone", "地区"},         {"zone_group", "地区分组"},
                                 {"class", "停电性质"},    {"cause", "原因"},
                                 {"month", "月"},          {"day", "日"},
                                 {"organisation", "单位"}, {"feeder", "馈线"},
                                 {"grid_cell", "网格"}};
  return translate(kKeys, key, language);
}

}  // namespace tieline::services
