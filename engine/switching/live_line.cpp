#include "engine/switching/live_line.hpp"

#include <charconv>

namespace tieline::switching {

using enum LiveEffect;

std::array<LiveLineItem, 33> const kLiveLineItems{{
    {1, nobody_out, "普通消缺及装拆附件(绝缘杆)"},
    {2, nobody_out, "带电更换避雷器(绝缘杆)"},
    {3, lateral_out, "带电断引流线(绝缘杆)"},
    {4, nobody_out, "带电接引流线(绝缘杆)"},
    {5, nobody_out, "普通消缺及装拆附件"},
    {6, nobody_out, "带电辅助加装或拆除绝缘遮蔽"},
    {7, nobody_out, "带电更换避雷器"},
    {8, lateral_out, "带电断引流线"},
    {9, nobody_out, "带电接引流线"},
    {10, nobody_out, "带电更换熔断器"},
    {11, nobody_out, "带电更换直线杆绝缘子"},
    {12, nobody_out, "带电更换直线杆绝缘子及横担"},
    {13, nobody_out, "带电更换耐张杆绝缘子串"},
    {14, nobody_out, "带电更换柱上开关或隔离开关"},
    {15, nobody_out, "带电更换直线杆绝缘子(绝缘杆)"},
    {16, nobody_out, "带电更换直线杆绝缘子及横担(绝缘杆)"},
    {17, nobody_out, "带电更换熔断器(绝缘杆)"},
    {18, nobody_out, "带电更换耐张绝缘子串及横担"},
    {19, nobody_out, "带电组立或撤除直线电杆"},
    {20, nobody_out, "带电更换直线电杆"},
    {21, nobody_out, "带电直线杆改终端杆"},
    {22, load_bypass, "带负荷更换熔断器"},
    {23, load_bypass, "带负荷更换导线非承力线夹"},
    {24, load_bypass, "带负荷更换柱上开关或隔离开关"},
    {25, load_bypass, "带负荷直线杆改耐张杆"},
    {26, nobody_out, "带电断空载电缆线路与架空线路连接引线"},
    {27, nobody_out, "带电接空载电缆线路与架空线路连接引线"},
    {28, load_bypass, "带负荷直线杆改耐张杆并加装柱上开关或隔离开关"},
    {29, load_bypass, "不停电更换柱上变压器"},
    {30, load_bypass, "旁路作业检修架空线路"},
    {31, load_bypass, "旁路作业检修电缆线路"},
    {32, load_bypass, "旁路作业检修环网箱"},
    {33, load_bypass, "从环网箱等设备临时取电给环网箱、移动箱变供电"},
}};

std::optional<LiveLineItem> find_live_line_item(std::string_view cell) {
  auto const digit = cell.find_first_of("0123456789");
  if (digit != std::string_view::npos) {
    unsigned number = 0;
    std::from_chars(cell.data() + digit, cell.data() + cell.size(), number);
    if (number >= 1 && number <= kLiveLineItems.size()) {
      return kLiveLineItems[number - 1];
    }
    return std::nullopt;
  }
  std::optional<LiveLineItem> found;  // the shortest name that contains the text, e.g. without 杆
  for (auto const& item : kLiveLineItems) {
    if (!cell.empty() && item.name_zh.find(cell) != std::string_view::npos &&
        (!found || item.name_zh.size() < found->name_zh.size())) {
      found = item;
    }
  }
  return found;
}

}  // namespace tieline::switching
