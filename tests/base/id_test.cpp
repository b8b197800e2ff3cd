#include "engine/base/id.hpp"

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <unordered_set>
#include <vector>

#include <gtest/gtest.h>

#include "engine/network/ids.hpp"

namespace tieline {
namespace {

using Row = Id<struct RowTag>;
using OtherRow = Id<struct OtherRowTag>;

// An id is as cheap as the number it hides, and nothing turns one kind into another.
static_assert(sizeof(Row) == 4 && std::is_trivially_copyable_v<Row>);
static_assert(!std::is_convertible_v<std::uint32_t, Row>);
static_assert(!std::is_convertible_v<Row, std::uint32_t>);
static_assert(!std::is_constructible_v<Row, OtherRow>);
static_assert(!std::equality_comparable_with<Row, OtherRow>);
static_assert(!std::is_convertible_v<network::NodeId, network::SectionId>);

TEST(Id, DefaultsToNone) {
  constexpr Row kNothing;
  static_assert(kNothing.is_none() && !kNothing.is_some());
  EXPECT_EQ(kNothing, Row::none());
}

TEST(Id, KnowsItsRow) {
  Row const row{7};
  EXPECT_TRUE(row.is_some());
  EXPECT_FALSE(row.is_none());
  EXPECT_EQ(row.index(), 7U);
  EXPECT_EQ(row.raw(), 7U);
  EXPECT_EQ(row.next(), Row{8});
}

TEST(Id, RowZeroIsARow) {
  EXPECT_TRUE(Row{0}.is_some());
  EXPECT_NE(Row{0}, Row::none());
}

TEST(Id, SortsByRowAndNoneLast) {
  EXPECT_LT(Row{1}, Row{2});
  EXPECT_LT(Row{0xFFFF'FFFEU}, Row::none());
}

TEST(Id, IsAKeyOfHashedSets) {
  std::unordered_set<Row> const seen{Row{1}, Row{2}, Row{1}};
  EXPECT_EQ(seen.size(), 2U);
  EXPECT_TRUE(seen.contains(Row{2}));
}

TEST(IdRange, VisitsEveryRowOnceInOrder) {
  std::vector<std::size_t> seen;
  for (auto const row : IdRange<Row>{Row{3}, Row{6}}) {
    seen.push_back(row.index());
  }
  EXPECT_EQ(seen, (std::vector<std::size_t>{3, 4, 5}));
}

TEST(IdRange, IsHalfOpen) {
  IdRange<Row> const range{Row{3}, Row{6}};
  EXPECT_EQ(range.size(), 3U);
  EXPECT_FALSE(range.contains(Row{2}));
  EXPECT_TRUE(range.contains(Row{3}));
  EXPECT_TRUE(range.contains(Row{5}));
  EXPECT_FALSE(range.contains(Row{6}));
  EXPECT_FALSE(range.contains(Row::none()));
}

TEST(IdRange, DefaultsToEmpty) {
  EXPECT_TRUE(IdRange<Row>{}.empty());
  EXPECT_EQ(IdRange<Row>{}.size(), 0U);
  EXPECT_TRUE(all_ids<Row>(0).empty());
}

TEST(IdRange, OfAWholeTableStartsAtRowZero) {
  auto const all = all_ids<Row>(4);
  EXPECT_EQ(all.first(), Row{0});
  EXPECT_EQ(all.last(), Row{4});
  EXPECT_EQ(all.size(), 4U);
}

}  // namespace
}  // namespace tieline
