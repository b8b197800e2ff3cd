#include "engine/history/history_faults.hpp"

#include <array>

namespace tieline::history {

using network::Handling;

// What {value} and {other} stand for is said by each sentence; {hint} is appended by to_text().
constinit FaultKind const kOutsideClock{
    .code = "B10",
    .handling = Handling::quarantine,
    .en = "{value} is outside 1970 to 2106",
    .en_hint = "correct the date",
    .zh = "{value} 不在 1970 至 2106 年之间",
    .zh_hint = "请更正日期",
};
constinit FaultKind const kEventDiffers{
    .code = "B20",
    .handling = Handling::quarantine,
    .en = "event {value} is also that of row {other}, with other contents",
    .en_hint = "keep the right row, or give one of them an id of its own",
    .zh = "事件 {value} 与第 {other} 行重复且内容不同",
    .zh_hint = "保留正确的一行，或改用新的编号",
};
constinit FaultKind const kSliceOverlap{
    .code = "B20",
    .handling = Handling::quarantine,
    .en = "user {value} is registered by row {other} at the same time",
    .en_hint = "let one period end where the next begins",
    .zh = "用户 {value} 的登记时段与第 {other} 行重叠",
    .zh_hint = "请使前一时段止于后一时段之起",
};
constinit FaultKind const kNoHouseholds{
    .code = "B35",
    .handling = Handling::warn,
    .en = "user {value} is not in transformers.csv and has no households here: 0 counted",
    .en_hint = "give its households",
    .zh = "用户 {value} 不在 transformers.csv 中且未填户数：按 0 户统计",
    .zh_hint = "请填写户数",
};
constinit FaultKind const kNoSupplyLost{
    .code = "B55",
    .handling = Handling::warn,
    .en = "allowed_kw {value} is not below before_kw {other}: no supply was lost, not counted",
    .en_hint = "leave both cells empty if it was a full outage",
    .zh = "允许负荷 {value} 不低于停电前负荷 {other}：未损失供电，不统计",
    .zh_hint = "若为全停，请将两格留空",
};
constinit FaultKind const kHalfLimited{
    .code = "B55",
    .handling = Handling::warn,
    .en = "only one of allowed_kw and before_kw is given: counted as a full outage",
    .en_hint = "give both",
    .zh = "允许负荷与停电前负荷只填了一个：按全停统计",
    .zh_hint = "请两个都填写",
};
constinit FaultKind const kEndBeforeStart{
    .code = "B59",
    .handling = Handling::quarantine,
    .en = "ends at {value}, before its start {other}",
    .en_hint = "check both times",
    .zh = "结束时间 {value} 早于开始时间 {other}",
    .zh_hint = "请核对两个时间",
};
constinit FaultKind const kZeroLength{
    .code = "B59",
    .handling = Handling::warn,
    .en = "ends when it starts, {value}: nothing to count",
    .en_hint = "check both times",
    .zh = "结束时间等于开始时间 {value}：无可统计",
    .zh_hint = "请核对两个时间",
};
constinit FaultKind const kNoEndYet{
    .code = "B60",
    .handling = Handling::warn,
    .en = "{value} interruption(s) have no end: counted to the end of each window, provisional",
    .en_hint = "add the end when supply is back",
    .zh = "{value} 条停电没有结束时间：统计至各窗口末，数字为暂定",
    .zh_hint = "复电后请补填结束时间",
};
constinit FaultKind const kOverlap{
    .code = "B61",
    .handling = Handling::warn,
    .en =
        "{value} interruption(s) overlap another one of their user: time counts once, for the "
        "event that began first",
    .en_hint = "nothing to do if both events are true",
    .zh = "{value} 条停电与同一用户的另一条重叠：时间只计一次，归先发生的事件",
    .zh_hint = "若两个事件均属实，无需处理",
};
constinit FaultKind const kSameRow{
    .code = "B62",
    .handling = Handling::fix,
    .en = "row {other} says the same: this copy is not counted",
    .en_hint = "nothing to do",
    .zh = "与第 {other} 行完全相同：本行不重复统计",
    .zh_hint = "无需处理",
};
constinit FaultKind const kLikelySame{
    .code = "B62",
    .handling = Handling::warn,
    .en = "the same outage as in row {other}, to two minutes: one event reported by two systems?",
    .en_hint = "drop one of them if it is",
    .zh = "与第 {other} 行的停电相差不到两分钟：疑为两个系统上报的同一停电",
    .zh_hint = "若是，请删除一行",
};
constinit FaultKind const kInFuture{
    .code = "B63",
    .handling = Handling::quarantine,
    .en = "{value} is in the future",
    .en_hint = "check the date, and the clock of this machine",
    .zh = "{value} 晚于当前时间",
    .zh_hint = "请核对日期以及本机时钟",
};
constinit FaultKind const kStampInFuture{
    .code = "B63",
    .handling = Handling::warn,
    .en = "{value} is in the future: read as not recorded",
    .en_hint = "check the date",
    .zh = "{value} 晚于当前时间：按未记录处理",
    .zh_hint = "请核对日期",
};
constinit FaultKind const kLongOutage{
    .code = "B63",
    .handling = Handling::warn,
    .en = "lasts {value} days",
    .en_hint = "longer than 30 days is unlikely: check both times",
    .zh = "持续 {value} 天",
    .zh_hint = "超过 30 天不合常理：请核对",
};
constinit FaultKind const kStampOutsideClock{
    .code = "B63",
    .handling = Handling::warn,
    .en = "{value} is outside 1970 to 2106: read as not recorded",
    .en_hint = "check the date",
    .zh = "{value} 不在 1970 至 2106 年之间：按未记录处理",
    .zh_hint = "请核对日期",
};
constinit FaultKind const kClockSkew{
    .code = "B67",
    .handling = Handling::warn,
    .en = "{value} event(s) are reported before they begin, by {other} s in the middle",
    .en_hint = "do the clocks of the two systems differ by so much? correct one of them",
    .zh = "{value} 个事件的报修早于停电开始，中位相差 {other} 秒",
    .zh_hint = "两个系统的时钟是否相差这么多？请校正其一",
};
constinit FaultKind const kStampOrder{
    .code = "B67",
    .handling = Handling::warn,
    .en = "{value} is before {other}",
    .en_hint = "check the clocks the two stamps come from",
    .zh = "{value} 早于 {other}",
    .zh_hint = "请核对两个时间的来源时钟",
};
constinit FaultKind const kRestoredTwice{
    .code = "B68",
    .handling = Handling::warn,
    .en =
        "the user is out in row {other} already, in the same event and at the same time: restored "
        "twice?",
    .en_hint = "keep the row that is true; their union is counted",
    .zh = "该用户在同一事件的第 {other} 行中同时处于停电：疑为重复复电",
    .zh_hint = "请保留属实的一行；现按并集统计",
};
constinit FaultKind const kNeverRestored{
    .code = "B68",
    .handling = Handling::warn,
    .en = "event {value}: still out while all others of it have been back for over a day: {other}",
    .en_hint = "add the ends, or confirm that they are out",
    .zh = "事件 {value}：其余用户复电已超过一天，以下仍未复电：{other}",
    .zh_hint = "请补填结束时间，或确认仍在停电",
};
constinit FaultKind const kUnknownUser{
    .code = "B70",
    .handling = Handling::quarantine,
    .en = "user {value} is neither in transformers.csv nor in users.csv",
    .en_hint = "correct the id, or list the user in users.csv with its until",
    .zh = "用户 {value} 既不在 transformers.csv 也不在 users.csv 中",
    .zh_hint = "请改正编号，或在 users.csv 中写明该用户及其退运时间",
};
constinit FaultKind const kUserGone{
    .code = "B70",
    .handling = Handling::warn,
    .en = "user {value} is not in transformers.csv, yet registered for good",
    .en_hint = "correct the id, or give the date it was taken down",
    .zh = "用户 {value} 不在 transformers.csv 中，却没有退运时间",
    .zh_hint = "请改正编号，或填写退运时间",
};
constinit FaultKind const kUnknownEquipment{
    .code = "B70",
    .handling = Handling::quarantine,
    .en = "equipment {value} is not in the network",
    .en_hint = "correct the id, or leave the cell empty",
    .zh = "设备 {value} 不在电网中",
    .zh_hint = "请改正编号，或将此格留空",
};
constinit FaultKind const kUnknownFeeder{
    .code = "B70",
    .handling = Handling::warn,
    .en = "feeder {value} is not in feeders.csv",
    .en_hint = "correct the id",
    .zh = "馈线 {value} 不在 feeders.csv 中",
    .zh_hint = "请改正编号",
};
constinit FaultKind const kOtherFeeder{
    .code = "B70",
    .handling = Handling::warn,
    .en = "equipment {value} is on feeder {other}",
    .en_hint = "correct the equipment or the feeder",
    .zh = "设备 {value} 属于馈线 {other}",
    .zh_hint = "请改正设备或馈线",
};
constinit FaultKind const kPlanMissing{
    .code = "B72",
    .handling = Handling::warn,
    .en = "planned, but without the number of a plan",
    .en_hint = "give the plan, or a temporary class",
    .zh = "计划类停电没有计划编号",
    .zh_hint = "请填写计划编号，或改为临时类",
};
constinit FaultKind const kFaultWithPlan{
    .code = "B72",
    .handling = Handling::warn,
    .en = "a fault, yet with plan {value}",
    .en_hint = "which of the two is true? it counts as a fault",
    .zh = "故障停电却填了计划 {value}",
    .zh_hint = "两者何者属实？现按故障统计",
};
constinit FaultKind const kMedTwice{
    .code = "B75",
    .handling = Handling::fix,
    .en = "the day of row {other} once more: not counted again",
    .en_hint = "nothing to do",
    .zh = "与第 {other} 行同一天：不重复计入",
    .zh_hint = "无需处理",
};
constinit FaultKind const kMedWithoutRecords{
    .code = "B75",
    .handling = Handling::warn,
    .en = "{value} day(s) lie in years without any interruption: they change nothing",
    .en_hint = "is this the list of another year?",
    .zh = "{value} 天所在年份没有任何停电记录：不产生影响",
    .zh_hint = "是否为其他年份的名单？",
};
constinit FaultKind const kEndReplaced{
    .code = "B76",
    .handling = Handling::fix,
    .en = "the end of this row is taken for the open row {other}",
    .en_hint = "nothing to do",
    .zh = "第 {other} 行未填结束时间，采用本行的结束时间",
    .zh_hint = "无需处理",
};
constinit FaultKind const kEndDiffers{
    .code = "B76",
    .handling = Handling::quarantine,
    .en = "ends at {value}; row {other}",
    .en_hint = "keep the row that is true",
    .zh = "结束于 {value}；第 {other} 行",
    .zh_hint = "请保留属实的一行",
};
constinit FaultKind const kEventEdited{
    .code = "B76",
    .handling = Handling::warn,
    .en = "event {value} is not what it was in the earlier export ({other} user-hours)",
    .en_hint = "figures made of the earlier export no longer hold; report them as revised",
    .zh = "事件 {value} 与此前导出不同（{other} 时户）",
    .zh_hint = "按此前导出得出的数值已不成立，请按修订上报",
};
constinit FaultKind const kEventLate{
    .code = "B76",
    .handling = Handling::warn,
    .en =
        "event {value} came late: it began within the earlier export, which does not have it "
        "({other} user-hours)",
    .en_hint = "figures made of the earlier export lack it; report them as revised",
    .zh = "事件 {value} 系补录：发生在此前导出的时段内而彼时没有（{other} 时户）",
    .zh_hint = "按此前导出得出的数值未含该事件，请按修订上报",
};
constinit FaultKind const kEventGone{
    .code = "B77",
    .handling = Handling::warn,
    .en = "event {value} of the earlier export is gone ({other} user-hours)",
    .en_hint = "say why it was deleted, or put it back; to leave it out give an excluded_reason",
    .zh = "此前导出中的事件 {value} 已消失（{other} 时户）",
    .zh_hint = "请说明删除原因或恢复该事件；如需剔除，请填写剔除原因",
};
constinit FaultKind const kUserDropped{
    .code = "B77",
    .handling = Handling::warn,
    .en = "user {value} of the earlier export is gone",
    .en_hint = "if it was taken down, keep it in history/users.csv with its end",
    .zh = "此前导出中的用户 {value} 已消失",
    .zh_hint = "若已销户，请在 history/users.csv 中保留并填写截止时间",
};
constinit FaultKind const kPlanUnknown{
    .code = "B78",
    .handling = Handling::warn,
    .en = "plan {value} is not in plan/works.csv: cancelled, or another list?",
    .en_hint = "correct the plan, or add it",
    .zh = "计划 {value} 不在 plan/works.csv 中：已取消，还是另有清单？",
    .zh_hint = "请改正计划编号，或补充该计划",
};
constinit FaultKind const kNoSuchEvent{
    .code = "B79",
    .handling = Handling::warn,
    .en =
        "event {value} is not in events.csv: suspected unreported outage, counted as unclassified",
    .en_hint = "add the event with its class",
    .zh = "事件 {value} 不在 events.csv 中：疑为未上报停电，按未分类统计",
    .zh_hint = "请补充该事件及其类别",
};

namespace {

constexpr std::array kAll{
    &kOutsideClock,      &kEventDiffers,   &kSliceOverlap,     &kNoHouseholds,      &kNoSupplyLost,
    &kHalfLimited,       &kEndBeforeStart, &kZeroLength,       &kNoEndYet,          &kOverlap,
    &kSameRow,           &kLikelySame,     &kInFuture,         &kStampInFuture,     &kLongOutage,
    &kStampOutsideClock, &kClockSkew,      &kStampOrder,       &kRestoredTwice,     &kNeverRestored,
    &kUnknownUser,       &kUserGone,       &kUnknownEquipment, &kUnknownFeeder,     &kOtherFeeder,
    &kPlanMissing,       &kFaultWithPlan,  &kMedTwice,         &kMedWithoutRecords, &kEndReplaced,
    &kEndDiffers,        &kEventEdited,    &kEventLate,        &kEventGone,         &kUserDropped,
    &kPlanUnknown,       &kNoSuchEvent};

}  // namespace

std::span<FaultKind const* const> history_fault_kinds() {
  return kAll;
}

}  // namespace tieline::history
