#pragma once
// The kinds of fault that one file shows by itself: encoding, shape, header, cells.
//
// Codes are those of docs/methods/input.md. {value} is the cell as found, {other} what it clashes
// with or the bound, {hint} a concrete proposal.

#include <array>

#include "engine/network/faults.hpp"

namespace tieline::io::faults {

using network::FaultKind;
using enum network::Handling;

inline constexpr FaultKind kReEncoded{"B01",
                                      fix,
                                      "text is {value}, read as such",
                                      "save as UTF-8 to be rid of this note",
                                      "文件编码为 {value}，已按此读取",
                                      "另存为 UTF-8 可消除此提示"};
inline constexpr FaultKind kAmbiguousEncoding{
    "B01",
    reject,
    "neither UTF-8 nor plausible GB18030: first strange byte at offset {value}",
    "save the file as UTF-8",
    "既不是 UTF-8，也不像 GB18030：首个可疑字节偏移 {value}",
    "请将文件另存为 UTF-8"};
inline constexpr FaultKind kMixedEncoding{
    "B02",
    reject,
    "UTF-8 and another encoding in one file: first bad byte at offset {value}",
    "convert the parts before joining them",
    "同一文件混用多种编码：首个错误字节偏移 {value}",
    "请先分别转换编码再合并"};
inline constexpr FaultKind kMojibake{"B03",
                                     warn,
                                     "garbled text \"{value}\"",
                                     "type the text anew from the source system",
                                     "乱码“{value}”",
                                     "请从源系统重新导出该文字"};
inline constexpr FaultKind kByteOrderMark{
    "B04", fix, "{value}, read as such", "", "{value}，已按此读取", ""};
inline constexpr FaultKind kTidied{"B05",
                                   fix,
                                   "\"{value}\" read as \"{other}\"",
                                   "type ids and numbers in half-width characters, without spaces",
                                   "“{value}”已按“{other}”读取",
                                   "编号和数字请用半角字符，且不含空格"};
inline constexpr FaultKind kWideDelimiter{
    "B05",
    fix,
    "cells are separated by full-width commas, read as commas",
    "separate cells by half-width commas",
    "单元格以全角逗号分隔，已按半角逗号读取",
    "请用半角逗号分隔"};
inline constexpr FaultKind kRagged{"B06",
                                   quarantine,
                                   "{value} cells where the header has {other}",
                                   "put cells that hold commas or line ends in double quotes",
                                   "有 {value} 个单元格，表头为 {other} 个",
                                   "含逗号或换行的单元格请加双引号"};
inline constexpr FaultKind kBrokenQuotes{"B06",
                                         quarantine,
                                         "double quotes do not pair: {value}",
                                         "write a quote inside a cell as \"\"",
                                         "双引号不配对：{value}",
                                         "单元格内的双引号请写成 \"\""};
inline constexpr FaultKind kLongLine{"B14",
                                     quarantine,
                                     "row longer than 256 KiB: {value}",
                                     "check the line ends of the file",
                                     "该行超过 256 KiB：{value}",
                                     "请检查文件换行"};
inline constexpr FaultKind kBlankCell{
    "B06",           quarantine, "required cell is empty", "fill in the cell", "必填单元格为空",
    "请填写该单元格"};
inline constexpr FaultKind kBlankFigure{"B06",
                                        warn,
                                        "required figure is empty, read as unknown",
                                        "fill in the figure",
                                        "必填数值为空，按未知处理",
                                        "请填写该数值"};
inline constexpr FaultKind kTooManyBroken{"B06",
                                          reject,
                                          "{value} of {other} rows have broken cells",
                                          "export the file anew",
                                          "{other} 行中有 {value} 行单元格错乱",
                                          "请重新导出文件"};
inline constexpr FaultKind kMissingColumn{"B07",
                                          reject,
                                          "no column {value}; the header is: {other}",
                                          "expected columns: {hint}",
                                          "缺少列 {value}；现有表头：{other}",
                                          "应有列：{hint}"};
inline constexpr FaultKind kDuplicateColumn{
    "B07",
    reject,
    "column {value} twice: as \"{other}\" and as \"{hint}\"",
    "keep one of them",
    "列 {value} 重复：“{other}”与“{hint}”",
    "请只保留一列"};
inline constexpr FaultKind kUnknownColumn{
    "B07",   warn, "unknown column \"{value}\", not read", "{hint}", "未知列“{value}”，未读取",
    "{hint}"};
inline constexpr FaultKind kLateHeader{"B07",
                                       fix,
                                       "header found in line {value}, the lines above not read",
                                       "",
                                       "表头位于第 {value} 行，其上各行未读取",
                                       ""};
inline constexpr FaultKind kUnknownFile{
    "B07", warn, "no file of a case, not read", "{hint}", "不是算例所含的文件，未读取", "{hint}"};
inline constexpr FaultKind kUnknownSetting{
    "B07",   warn, "unknown setting \"{value}\", not used", "{hint}", "未知设置项“{value}”，未采用",
    "{hint}"};
inline constexpr FaultKind kUnknownTimeZone{"B64",
                                            reject,
                                            "time zone \"{value}\" unknown",
                                            "give an IANA name such as Asia/Shanghai",
                                            "未知时区“{value}”",
                                            "请用 IANA 名称，如 Asia/Shanghai"};
inline constexpr FaultKind kMissingFile{"B07",
                                        reject,
                                        "the case has no {value}",
                                        "add the file, with its header if it has no rows",
                                        "算例缺少 {value}",
                                        "请补充该文件（无数据时也要有表头）"};
inline constexpr FaultKind kSpoiltId{"B08",
                                     reject,
                                     "ids went through a spreadsheet as numbers: {value}",
                                     "export the column as text; lost digits cannot be guessed",
                                     "编号被表格软件当作数字：{value}",
                                     "请将该列按文本导出；丢失的位数无法还原"};
inline constexpr FaultKind kLostZeros{"B09",
                                      warn,
                                      "id {value} is shorter than its {other}-digit neighbours",
                                      "if leading zeros were lost: {hint}",
                                      "编号 {value} 比同列的 {other} 位编号短",
                                      "如丢失前导零，应为 {hint}"};
inline constexpr FaultKind kZerosRestored{"B09",
                                          fix,
                                          "id {value} read as {other}, the only id it can mean",
                                          "export the column as text",
                                          "编号 {value} 已按唯一可能的 {other} 读取",
                                          "请将该列按文本导出"};
inline constexpr FaultKind kDateSerial{
    "B10",
    fix,
    "spreadsheet date {value} read as {other}",
    "write times in full; were the workbook one that counts from 1904, it would be {hint}",
    "表格日期序号 {value} 已按 {other} 读取",
    "时间请写完整；若工作簿使用 1904 日期系统，则应为 {hint}"};
inline constexpr FaultKind kImpossibleTime{"B10",
                                           quarantine,
                                           "\"{value}\" is no time",
                                           "write times as 2021-05-03T08:00:00+08:00",
                                           "“{value}”不是有效时间",
                                           "时间请写成 2021-05-03T08:00:00+08:00"};
inline constexpr FaultKind kSubtotal{"B11",
                                     fix,
                                     "{other} subtotal rows (\"{value}\") dropped",
                                     "leave subtotals out of exports",
                                     "已忽略 {other} 个小计行（“{value}”）",
                                     "导出时请不要包含合计/小计"};
inline constexpr FaultKind kBlankRows{
    "B11", fix, "{other} rows without any content passed over", "", "已略过 {other} 个空行", ""};
inline constexpr FaultKind kFormulaError{"B12",
                                         quarantine,
                                         "formula error {value}",
                                         "repair the formula and export values",
                                         "公式错误 {value}",
                                         "请修复公式后按数值导出"};
inline constexpr FaultKind kNotCsv{"B13",
                                   reject,
                                   "not a CSV file: {value}",
                                   "save the sheet as CSV (UTF-8)",
                                   "不是 CSV 文件：{value}",
                                   "请将工作表另存为 CSV（UTF-8）"};
inline constexpr FaultKind kExcelLimit{"B14",
                                       warn,
                                       "exactly {value} rows: the limit of a spreadsheet",
                                       "likely cut off: export straight from the source system",
                                       "恰好 {value} 行，等于表格软件的行数上限",
                                       "数据可能被截断：请直接从源系统导出"};
inline constexpr FaultKind kEmptyFile{
    "B15", reject, "no rows", "export the file anew", "没有数据行", "请重新导出文件"};
inline constexpr FaultKind kEmptyRecord{"B15",        warn,
                                        "no rows",    "if there are none, keep just the header",
                                        "没有数据行", "若确无记录，请只保留表头"};
inline constexpr FaultKind kSameFile{
    "B16", fix, "same bytes as {value}, not read again", "", "与 {value} 内容相同，未重复读取", ""};
inline constexpr FaultKind kReplacedRows{
    "B16",
    fix,
    "{other} rows replaced by mended rows of the added folders",
    "",
    "{other} 行已由追加文件夹中修正后的行替换",
    ""};
inline constexpr FaultKind kFormulaText{"B17",
                                        warn,
                                        "\"{value}\" looks like a formula, kept as text",
                                        "names should not begin with = + - @",
                                        "“{value}”形似公式，按文本保留",
                                        "名称不要以 = + - @ 开头"};
inline constexpr FaultKind kUnsafePath{"B18",
                                       reject,
                                       "{value} is a link or not a plain file",
                                       "put the file itself in the folder",
                                       "{value} 是链接或不是普通文件",
                                       "请将文件本身放入文件夹"};
inline constexpr FaultKind kBadCount{"B34",
                                     quarantine,
                                     "\"{value}\" is no count of households",
                                     "give a whole number from 0 to {other}",
                                     "“{value}”不是有效户数",
                                     "请填 0 至 {other} 的整数"};
inline constexpr FaultKind kLargeCount{"B34",
                                       warn,
                                       "{value} households on one transformer",
                                       "more than {other} is unlikely: check the row",
                                       "单台变压器 {value} 户",
                                       "超过 {other} 户不合常理：请核对"};
inline constexpr FaultKind kUnknownWord{"B36",
                                        warn,
                                        "\"{value}\" is not one of {other}; read as the default",
                                        "{hint}",
                                        "“{value}”不在 {other} 之中，按默认值处理",
                                        "{hint}"};
inline constexpr FaultKind kBlankWord{"B36",
                                      warn,
                                      "empty; read as {value}",
                                      "give one of {other}",
                                      "为空，按 {value} 处理",
                                      "请填写 {other} 之一"};
inline constexpr FaultKind kSentinel{"B39",
                                     warn,
                                     "{value} is a placeholder; read as unknown, not as no limit",
                                     "leave the cell empty or give the rating",
                                     "{value} 是占位值，按未知处理，不视为无限制",
                                     "请留空或填写额定值"};
inline constexpr FaultKind kNoPower{"B58",
                                    warn,
                                    "a vehicle without a limit: not used as a source",
                                    "give its power in kW",
                                    "发电车没有容量限值，不作为电源使用",
                                    "请填写其功率（kW）"};
inline constexpr FaultKind kWrongUnit{
    "B50",
    reject,
    "the whole column looks like another unit: median {value}, expected {other}",
    "{hint}",
    "整列单位可疑：中位数 {value}，应为 {other}",
    "{hint}"};
inline constexpr FaultKind kNotNumber{"B52",
                                      quarantine,
                                      "\"{value}\" is not a finite number",
                                      "give a number, or leave the cell empty if unknown",
                                      "“{value}”不是有限数值",
                                      "请填写数值；未知请留空"};
inline constexpr FaultKind kOutOfBounds{"B55",
                                        quarantine,
                                        "{value} is outside {other}",
                                        "correct the figure, or leave the cell empty if unknown",
                                        "{value} 超出 {other}",
                                        "请更正；未知请留空"};
inline constexpr FaultKind kUnknownDay{"B57",
                                       quarantine,
                                       "\"{value}\" is not one of {other}",
                                       "{hint}",
                                       "“{value}”不在 {other} 之中",
                                       "{hint}"};
inline constexpr FaultKind kOddOffset{"B64",
                                      quarantine,
                                      "offset of \"{value}\" is not of whole hours, :30 or :45",
                                      "write +08:00, or leave the offset out",
                                      "“{value}”的时区偏移不是整点、:30 或 :45",
                                      "请写 +08:00，或不写偏移"};
inline constexpr FaultKind kUtcTime{"B64",
                                    warn,
                                    "\"{value}\" read as UTC",
                                    "local times are written with +08:00 or without offset",
                                    "“{value}”按 UTC 读取",
                                    "本地时间请写 +08:00 或不写偏移"};
inline constexpr FaultKind kMissingLocalTime{
    "B65",
    quarantine,
    "\"{value}\" does not exist in {other}: clocks were put forward",
    "give the time with its offset",
    "“{value}”在 {other} 不存在（夏令时拨快）",
    "请写明时区偏移"};
inline constexpr FaultKind kAmbiguousLocalTime{
    "B65",
    quarantine,
    "\"{value}\" happened twice in {other}: clocks were put back",
    "give the time with its offset",
    "“{value}”在 {other} 出现两次（夏令时拨回）",
    "请写明时区偏移"};
inline constexpr FaultKind kMidnight24{
    "B66", fix, "\"{value}\" read as midnight of the next day", "", "“{value}”按次日零点读取", ""};
inline constexpr FaultKind kDateOnly{"B66",
                                     quarantine,
                                     "\"{value}\" has no time of day",
                                     "add the time of day",
                                     "“{value}”没有时刻",
                                     "请补充时刻"};
inline constexpr FaultKind kUnknownClass{
    "B71",
    warn,
    "outage class \"{value}\" unknown, counted as unclassified",
    "{hint}",
    "停电类别“{value}”未知，按未分类统计",
    "{hint}"};
inline constexpr FaultKind kUnknownZone{"B73",
                                        warn,
                                        "zone \"{value}\" unknown, counted in the unknown bucket",
                                        "{hint}",
                                        "地区特征“{value}”未知，计入未知类",
                                        "{hint}"};
inline constexpr FaultKind kZoneList{"B73",
                                     fix,
                                     "zones \"{value}\" read as the one they all name",
                                     "",
                                     "“{value}”各词同指一类地区，按该类读取",
                                     ""};
inline constexpr FaultKind kBadWindow{"B80",
                                      quarantine,
                                      "{value}: the work cannot be placed",
                                      "correct the times or the duration",
                                      "{value}：该工作无法安排",
                                      "请更正时间或时长"};
inline constexpr FaultKind kBadBudget{"B88",
                                      reject,
                                      "{value} is no budget",
                                      "give user-hours of 0 or more",
                                      "{value} 不是有效预算",
                                      "请填写不小于 0 的时户数"};
inline constexpr FaultKind kDuplicateTarget{
    "B89",
    reject,
    "second target for {value}; the first is in row {other}",
    "keep one of them",
    "{value} 的目标重复；首个在第 {other} 行",
    "请只保留一个"};
inline constexpr FaultKind kTargetUnit{
    "B89",
    reject,
    "{value} is not hours a year (or a share from 0 to 1 for yoy_reduction)",
    "minutes? give hours",
    "{value} 不是每年小时数（yoy_reduction 应为 0 至 1）",
    "若为分钟，请换算为小时"};
inline constexpr FaultKind kPersonal{"B92",
                                     warn,
                                     "column \"{value}\" looks personal and is not read",
                                     "remove it before sharing the file",
                                     "列“{value}”疑似个人信息，未读取",
                                     "分享文件前请删除该列"};

/// Every kind of this floor, for the catalogue and its test.
inline constexpr std::array kAll{&kReEncoded,
                                 &kAmbiguousEncoding,
                                 &kMixedEncoding,
                                 &kMojibake,
                                 &kByteOrderMark,
                                 &kTidied,
                                 &kWideDelimiter,
                                 &kRagged,
                                 &kBrokenQuotes,
                                 &kLongLine,
                                 &kBlankCell,
                                 &kBlankFigure,
                                 &kTooManyBroken,
                                 &kMissingColumn,
                                 &kDuplicateColumn,
                                 &kUnknownColumn,
                                 &kLateHeader,
                                 &kUnknownFile,
                                 &kUnknownSetting,
                                 &kUnknownTimeZone,
                                 &kMissingFile,
                                 &kSpoiltId,
                                 &kLostZeros,
                                 &kZerosRestored,
                                 &kDateSerial,
                                 &kImpossibleTime,
                                 &kSubtotal,
                                 &kBlankRows,
                                 &kFormulaError,
                                 &kNotCsv,
                                 &kExcelLimit,
                                 &kEmptyFile,
                                 &kEmptyRecord,
                                 &kSameFile,
                                 &kReplacedRows,
                                 &kFormulaText,
                                 &kUnsafePath,
                                 &kBadCount,
                                 &kLargeCount,
                                 &kUnknownWord,
                                 &kBlankWord,
                                 &kSentinel,
                                 &kNoPower,
                                 &kWrongUnit,
                                 &kNotNumber,
                                 &kOutOfBounds,
                                 &kUnknownDay,
                                 &kOddOffset,
                                 &kUtcTime,
                                 &kMissingLocalTime,
                                 &kAmbiguousLocalTime,
                                 &kMidnight24,
                                 &kDateOnly,
                                 &kUnknownClass,
                                 &kUnknownZone,
                                 &kZoneList,
                                 &kBadWindow,
                                 &kBadBudget,
                                 &kDuplicateTarget,
                                 &kTargetUnit,
                                 &kPersonal};

}  // namespace tieline::io::faults
