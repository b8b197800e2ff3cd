#include "engine/network/network_faults.hpp"

#include <array>

namespace tieline::network {

// What {value} and {other} stand for is said by each sentence; {hint} is appended by to_text().
constinit FaultKind const kTooLarge{
    .code = "B14",
    .handling = Handling::reject,
    .en = "the network is too large for this build: {value}",
    .en_hint = "split the case",
    .zh = "电网规模超出上限：{value}",
    .zh_hint = "请拆分算例",
};
constinit FaultKind const kDuplicateCopy{
    .code = "B19",
    .handling = Handling::fix,
    .en = "row {other} says the same about {value}; this copy is dropped",
    .en_hint = "nothing to do",
    .zh = "第 {other} 行与本行（{value}）完全相同，已去掉本行",
    .zh_hint = "无需处理",
};
constinit FaultKind const kDuplicateDiffers{
    .code = "B20",
    .handling = Handling::quarantine,
    .en = "id {value} is also that of row {other}, with other attributes",
    .en_hint = "keep the right row or give one of them an id of its own",
    .zh = "编号 {value} 与第 {other} 行重复且属性不同",
    .zh_hint = "保留正确的一行，或改用新的编号",
};
constinit FaultKind const kDuplicateReferenced{
    .code = "B20",
    .handling = Handling::reject,
    .en =
        "id {value} is also that of row {other}, with other attributes, and other rows refer to it",
    .en_hint = "keep the right row or give one of them an id of its own",
    .zh = "编号 {value} 与第 {other} 行重复且属性不同，并被其他行引用",
    .zh_hint = "保留正确的一行，或改用新的编号",
};
constinit FaultKind const kSameDeviceTwice{
    .code = "B21",
    .handling = Handling::warn,
    .en = "{value} has the same name and terminals as {other}: one device under two ids?",
    .en_hint = "drop one of them if it is the same device",
    .zh = "{value} 与 {other} 名称和端点都相同，疑为同一设备的两个编号",
    .zh_hint = "若为同一设备，请删除一行",
};
constinit FaultKind const kDanglingEnd{
    .code = "B22",
    .handling = Handling::quarantine,
    .en = "node {value} does not exist; the other end is {other}",
    .en_hint = "add the node to nodes.csv or correct the id",
    .zh = "节点 {value} 不存在；另一端为 {other}",
    .zh_hint = "在 nodes.csv 中补上该节点，或改正编号",
};
constinit FaultKind const kSourceWithoutNode{
    .code = "B22",
    .handling = Handling::quarantine,
    .en = "the source's node {value} does not exist",
    .en_hint = "add the node to nodes.csv or correct the id",
    .zh = "电源所在节点 {value} 不存在",
    .zh_hint = "在 nodes.csv 中补上该节点，或改正编号",
};
constinit FaultKind const kFeederWithoutHead{
    .code = "B22",
    .handling = Handling::quarantine,
    .en = "head switch {value} does not exist",
    .en_hint = "add the switch to switches.csv or correct the id",
    .zh = "出线开关 {value} 不存在",
    .zh_hint = "在 switches.csv 中补上该开关，或改正编号",
};
constinit FaultKind const kUnfedIsland{
    .code = "B23",
    .handling = Handling::warn,
    .en = "no source feeds the part around {value} in the normal state; users unfed: {other}",
    .en_hint = "check the switch states around it",
    .zh = "正常方式下 {value} 一带没有电源：{other} 个用户无供电",
    .zh_hint = "请核对周边开关的状态",
};
constinit FaultKind const kFeederFeedsNothing{
    .code = "B23",
    .handling = Handling::warn,
    .en = "head switch {value} feeds nothing in the normal state",
    .en_hint = "check its state, or drop the feeder",
    .zh = "正常方式下出线开关 {value} 未带任何负荷区段",
    .zh_hint = "请核对开关状态，或删除该馈线",
};
constinit FaultKind const kNormalLoop{
    .code = "B24",
    .handling = Handling::warn,
    .en = "closed switch {value} closes a loop of the normal state",
    .en_hint = "open any one of these to break it: {other}",
    .zh = "正常方式下闭合的开关 {value} 形成环路",
    .zh_hint = "断开下列任一开关即可解环：{other}",
};
constinit FaultKind const kLineLoop{
    .code = "B24",
    .handling = Handling::warn,
    .en = "line {value} closes a loop that no switch can open",
    .en_hint = "check whether a switch is missing on it",
    .zh = "线路 {value} 形成环路，且环上没有开关可断开",
    .zh_hint = "请核对环上是否漏录开关",
};
constinit FaultKind const kParallelSources{
    .code = "B25",
    .handling = Handling::warn,
    .en = "closed switch {value} ties {other}, two substations, in the normal state",
    .en_hint = "open it unless the loop operation is meant",
    .zh = "正常方式下闭合的开关 {value} 使 {other} 两站并列",
    .zh_hint = "若非有意合环运行，请断开",
};
constinit FaultKind const kTieInsideFeeder{
    .code = "B26",
    .handling = Handling::warn,
    .en = "both ends of tie {value} lie on feeder {other}",
    .en_hint = "used only where its live end stays energised",
    .zh = "联络开关 {value} 两端同属馈线 {other}",
    .zh_hint = "仅在其带电端保持带电时使用",
};
constinit FaultKind const kSwitchTerminals{
    .code = "B27",
    .handling = Handling::quarantine,
    .en = "switch {value} names only one node",
    .en_hint = "give both from_node and to_node",
    .zh = "开关 {value} 只有一个端点",
    .zh_hint = "请同时填写两端节点",
};
constinit FaultKind const kSelfLoop{
    .code = "B28",
    .handling = Handling::quarantine,
    .en = "both ends are node {value}",
    .en_hint = "correct one end",
    .zh = "两端都是节点 {value}",
    .zh_hint = "请改正其中一端",
};
constinit FaultKind const kLengthImpossible{
    .code = "B28",
    .handling = Handling::quarantine,
    .en = "a length of {value} km cannot be",
    .en_hint = "give the length in km",
    .zh = "长度 {value} km 不可能",
    .zh_hint = "请以 km 填写长度",
};
constinit FaultKind const kLengthUnusual{
    .code = "B28",
    .handling = Handling::warn,
    .en = "a length of {value} km is unusual",
    .en_hint = "check that the length is in km",
    .zh = "长度 {value} km 异常",
    .zh_hint = "请核对长度单位是否为 km",
};
constinit FaultKind const kBridgedSwitch{
    .code = "B28",
    .handling = Handling::warn,
    .en = "lines join both ends of switch {value}: opening it cuts nothing",
    .en_hint = "check whether a switch is missing beside it",
    .zh = "开关 {value} 两端由线路直接相连，断开无作用",
    .zh_hint = "请核对旁路上是否漏录开关",
};
constinit FaultKind const kVoltageMismatch{
    .code = "B29",
    .handling = Handling::quarantine,
    .en = "the ends are at {value} and {other} kV",
    .en_hint = "a transformer is needed between them, or one voltage is wrong",
    .zh = "两端电压为 {value} 与 {other} kV",
    .zh_hint = "两端之间应有变压器，或其中一个电压有误",
};
constinit FaultKind const kUserWithoutNode{
    .code = "B30",
    .handling = Handling::quarantine,
    .en = "transformer's node {value} does not exist, so it is on no feeder",
    .en_hint = "add the node to nodes.csv or correct the id",
    .zh = "配变所在节点 {value} 不存在，不属于任何馈线",
    .zh_hint = "在 nodes.csv 中补上该节点，或改正编号",
};
constinit FaultKind const kUserWithoutFeeder{
    .code = "B30",
    .handling = Handling::warn,
    .en = "{value} is fed, but lies on no feeder (users here: {other})",
    .en_hint = "name the feeder's head switch in feeders.csv",
    .zh = "{value} 有电源但不属于任何馈线（此处 {other} 个用户）",
    .zh_hint = "在 feeders.csv 中登记出线开关",
};
constinit FaultKind const kSecondSupplyUnknown{
    .code = "B31",
    .handling = Handling::warn,
    .en = "second supply {value} is not a node; counted as singly supplied",
    .en_hint = "correct the id",
    .zh = "第二电源节点 {value} 不存在，按单电源计",
    .zh_hint = "请改正编号",
};
constinit FaultKind const kSecondSupplySame{
    .code = "B31",
    .handling = Handling::warn,
    .en = "both supplies of {value} come through the same section {other}; they fail together",
    .en_hint = "name the node of the other supply",
    .zh = "{value} 的两路电源取自同一区段 {other}，将同时失电",
    .zh_hint = "请填写另一路电源的节点",
};
constinit FaultKind const kFeederInsideFeeder{
    .code = "B31",
    .handling = Handling::warn,
    .en = "head switch {value} lies inside feeder {other}; its users count with the inner feeder",
    .en_hint = "name the breaker at the substation as head switch",
    .zh = "出线开关 {value} 位于馈线 {other} 之内，其用户计入内层馈线",
    .zh_hint = "出线开关应为变电站出口断路器",
};
constinit FaultKind const kHeadShared{
    .code = "B31",
    .handling = Handling::warn,
    .en = "head switch {value} is that of feeder {other} already; users count with that one",
    .en_hint = "give every feeder its own head switch",
    .zh = "出线开关 {value} 已属馈线 {other}，用户计入该馈线",
    .zh_hint = "每条馈线应有自己的出线开关",
};
constinit FaultKind const kNoHouseholds{
    .code = "B35",
    .handling = Handling::warn,
    .en = "public transformer {value} has no households",
    .en_hint = "give the number of low-voltage customers",
    .zh = "公变 {value} 的户数为空或 0",
    .zh_hint = "请填写低压用户数",
};
constinit FaultKind const kManyHouseholds{
    .code = "B35",
    .handling = Handling::warn,
    .en = "dedicated transformer {value} has {other} households",
    .en_hint = "a dedicated transformer is one household: check nature and households",
    .zh = "专变 {value} 有 {other} 户",
    .zh_hint = "专变通常为 1 户，请核对性质与户数",
};
constinit FaultKind const kLoopCloseUnknown{
    .code = "B38",
    .handling = Handling::warn,
    .en =
        "{other} normally open switches do not say whether loops may be closed (first: {value}); "
        "no hot transfer there",
    .en_hint = "fill loop_close (phase sequence checked: yes)",
    .zh = "{other} 台常开开关未填是否允许合环（首个：{value}），该处不作合环转供",
    .zh_hint = "请填写 loop_close（已核相填 yes）",
};
constinit FaultKind const kSourceRatingMissing{
    .code = "B40",
    .handling = Handling::warn,
    .en = "station {value} has sources without rated_kva: transfer to it is not proven",
    .en_hint = "give the transformer's rating",
    .zh = "变电站 {value} 的电源未填额定容量，转供能力无法证明",
    .zh_hint = "请填写主变容量",
};
constinit FaultKind const kForeignTie{
    .code = "B41",
    .handling = Handling::warn,
    .en = "tie {value} belongs to {other}, to neither feeder's organisation: shown, not used",
    .en_hint = "clear owner if its use is agreed",
    .zh = "联络开关 {value} 属于 {other}，与两侧馈线单位均不同：仅显示，不使用",
    .zh_hint = "若已有使用协议，请清空 owner",
};
constinit FaultKind const kUnownedTies{
    .code = "B41",
    .handling = Handling::warn,
    .en =
        "{other} ties join feeders of different organisations and name no owner (first: {value}); "
        "used as the operator's own",
    .en_hint = "fill owner where a tie is not the operator's",
    .zh = "{other} 台联络开关跨单位且未填权属（首个：{value}），按本单位设备使用",
    .zh_hint = "非本单位设备请填写 owner",
};
constinit FaultKind const kCoordinatesZero{
    .code = "B46",
    .handling = Handling::warn,
    .en = "nodes at 0, 0: {other} (first: {value})",
    .en_hint = "leave x_m and y_m blank where unknown",
    .zh = "{other} 个节点坐标为 0, 0（首个：{value}）",
    .zh_hint = "坐标未知请留空",
};
constinit FaultKind const kCoordinatesDegrees{
    .code = "B46",
    .handling = Handling::warn,
    .en = "coordinates look like degrees, not metres (first: {value})",
    .en_hint = "project them to metres; they are never used for electrical results",
    .zh = "坐标疑为经纬度而非米（首个：{value}）",
    .zh_hint = "请换算为米；坐标不参与电气计算",
};
constinit FaultKind const kCollapsedNode{
    .code = "B48",
    .handling = Handling::warn,
    .en = "{other} cables or lines meet at {value} without a switch: cannot isolate inside",
    .en_hint = "model the cabinet's or busbar's switches",
    .zh = "{other} 回线路在 {value} 直接相连而无开关，内部无法隔离",
    .zh_hint = "请补录环网柜或母线的开关",
};
constinit FaultKind const kNameReference{
    .code = "B49",
    .handling = Handling::fix,
    .en = "{value} is a name; read as the id {other}",
    .en_hint = "refer to ids",
    .zh = "{value} 是名称，按编号 {other} 读取",
    .zh_hint = "请引用编号",
};
constinit FaultKind const kNameAmbiguous{
    .code = "B49",
    .handling = Handling::quarantine,
    .en = "{value} is the name of {other} rows and the id of none",
    .en_hint = "refer to the id",
    .zh = "{value} 是 {other} 行的名称，但不是任何编号",
    .zh_hint = "请引用编号",
};
constinit FaultKind const kUnitsTooLarge{
    .code = "B50",
    .handling = Handling::reject,
    .en = "the column is typically {value} times rated_kva: watts in a kW column?",
    .en_hint = "divide the column by 1000",
    .zh = "该列数值通常为额定容量的 {value} 倍，疑将 W 填入 kW 列",
    .zh_hint = "请将该列除以 1000",
};
constinit FaultKind const kUnitsTooSmall{
    .code = "B50",
    .handling = Handling::reject,
    .en = "the column is typically {value} times rated_kva: megawatts in a kW column?",
    .en_hint = "multiply the column by 1000",
    .zh = "该列数值通常为额定容量的 {value} 倍，疑将 MW 填入 kW 列",
    .zh_hint = "请将该列乘以 1000",
};
constinit FaultKind const kNegativeLoad{
    .code = "B51",
    .handling = Handling::warn,
    .en = "load of {value} kW is negative, taken as feeding back",
    .en_hint = "correct the sign if nothing feeds back",
    .zh = "负荷 {value} kW 为负，按倒送电处理",
    .zh_hint = "若无倒送电请改正符号",
};
constinit FaultKind const kOverloadedUser{
    .code = "B53",
    .handling = Handling::warn,
    .en = "load of {value} kW is more than three times the rating of {other} kVA",
    .en_hint = "check the unit and the rating",
    .zh = "负荷 {value} kW 超过额定容量 {other} kVA 的三倍",
    .zh_hint = "请核对单位与容量",
};
constinit FaultKind const kSourceOversubscribed{
    .code = "B54",
    .handling = Handling::warn,
    .en = "the average loads below {value} add up to {other} times its rating",
    .en_hint = "check the rating, or scale the loads",
    .zh = "{value} 所带平均负荷合计为其额定容量的 {other} 倍",
    .zh_hint = "请核对容量，或按比例修正负荷",
};
constinit FaultKind const kHeadOversubscribed{
    .code = "B54",
    .handling = Handling::warn,
    .en = "the average loads of feeder {value} add up to {other} times its head switch's ampacity",
    .en_hint = "check the ampacity, or scale the loads",
    .zh = "馈线 {value} 的平均负荷合计为出线开关载流量的 {other} 倍",
    .zh_hint = "请核对载流量，或按比例修正负荷",
};
constinit FaultKind const kPeakBelowMean{
    .code = "B56",
    .handling = Handling::warn,
    .en = "peak of {value} kW is below the average of {other} kW: of different years?",
    .en_hint = "give both for the same year",
    .zh = "峰值 {value} kW 低于平均值 {other} kW，疑为不同年份",
    .zh_hint = "请填写同一年的数值",
};
constinit FaultKind const kProfileIncomplete{
    .code = "B57",
    .handling = Handling::warn,
    .en = "profile {value} has no shape for: {other}",
    .en_hint =
        "those days use: same day of any season, then workday of that season, then workday of any "
        "season, then its first shape",
    .zh = "负荷曲线 {value} 缺少：{other}",
    .zh_hint = "缺少的日期依次用：不分季节的同类日、同季工作日、不分季节的工作日、该曲线的首行",
};
constinit FaultKind const kProfileUnknown{
    .code = "B57",
    .handling = Handling::warn,
    .en = "profile {value} is not in profiles.csv; its users' peak is used all day",
    .en_hint = "add the profile or correct the id",
    .zh = "profiles.csv 中没有曲线 {value}，相关用户全天按峰值计",
    .zh_hint = "请补充曲线或改正编号",
};

namespace {
constexpr std::array kAll{
    &kTooLarge,           &kDuplicateCopy,        &kDuplicateDiffers,    &kDuplicateReferenced,
    &kSameDeviceTwice,    &kDanglingEnd,          &kSourceWithoutNode,   &kFeederWithoutHead,
    &kUnfedIsland,        &kFeederFeedsNothing,   &kNormalLoop,          &kLineLoop,
    &kParallelSources,    &kTieInsideFeeder,      &kSwitchTerminals,     &kSelfLoop,
    &kLengthImpossible,   &kLengthUnusual,        &kBridgedSwitch,       &kVoltageMismatch,
    &kUserWithoutNode,    &kUserWithoutFeeder,    &kSecondSupplyUnknown, &kSecondSupplySame,
    &kFeederInsideFeeder, &kHeadShared,           &kNoHouseholds,        &kManyHouseholds,
    &kLoopCloseUnknown,   &kSourceRatingMissing,  &kForeignTie,          &kUnownedTies,
    &kCoordinatesZero,    &kCoordinatesDegrees,   &kCollapsedNode,       &kNameReference,
    &kNameAmbiguous,      &kUnitsTooLarge,        &kUnitsTooSmall,       &kNegativeLoad,
    &kOverloadedUser,     &kSourceOversubscribed, &kHeadOversubscribed,  &kPeakBelowMean,
    &kProfileIncomplete,  &kProfileUnknown,
};
}  // namespace

std::span<FaultKind const* const> network_fault_kinds() {
  return kAll;
}

}  // namespace tieline::network
