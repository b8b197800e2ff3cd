// IdVec, IdSpan, IdBits: columns and masks indexed by one kind of id.

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "engine/base/check.hpp"
#include "engine/base/id_bits.hpp"
#include "engine/base/id_vec.hpp"

namespace tieline {
namespace {

using Row = Id<struct RowTag>;

TEST(IdVec, GrowsByRowsAndTellsTheNewRow) {
  IdVec<Row, int> column;
  EXPECT_TRUE(column.empty());
  EXPECT_EQ(column.push_back(10), Row{0});
  EXPECT_EQ(column.push_back(20), Row{1});
  EXPECT_EQ(column.size(), 2U);
  EXPECT_EQ(column[Row{1}], 20);
}

TEST(IdVec, FillsNewRowsAndKeepsOldOnesOnResize) {
  IdVec<Row, int> column{2, 5};
  column[Row{0}] = 1;
  column.resize(4, 9);
  EXPECT_EQ(column.raw(), (std::vector<int>{1, 5, 9, 9}));
  column.assign(2, 3);
  EXPECT_EQ(column.raw(), (std::vector<int>{3, 3}));
}

TEST(IdVec, ViewsReadAndWriteTheSameRows) {
  IdVec<Row, int> column{3, 0};
  column.view()[Row{2}] = 7;
  auto const& read_only = column;
  IdSpan<Row, int const> const view = read_only.view();
  EXPECT_EQ(view[Row{2}], 7);
  EXPECT_EQ(view.size(), 3U);
  EXPECT_EQ(view.ids().size(), 3U);
  EXPECT_EQ(view.raw().data(), read_only.raw().data());
}

#if !defined(NDEBUG) || defined(TIELINE_DEBUG_CHECKS)
TEST(IdVec, ChecksRowsInDebugBuilds) {
  IdVec<Row, int> column{3, 0};
  EXPECT_THROW(static_cast<void>(column[Row{3}]), BrokenInvariant);
  EXPECT_THROW(static_cast<void>(column.view()[Row::none()]), BrokenInvariant);
}

TEST(IdBits, ChecksRowsInDebugBuilds) {
  IdBits<Row> bits{64};
  EXPECT_THROW(static_cast<void>(bits.test(Row{64})), BrokenInvariant);
  EXPECT_THROW(bits.set(Row::none()), BrokenInvariant);
}
#endif

TEST(IdBits, StartsAllFalseOrAllTrue) {
  EXPECT_EQ(IdBits<Row>{70}.count(), 0U);
  EXPECT_EQ((IdBits<Row>{70, true}.count()), 70U);
  EXPECT_EQ(IdBits<Row>{}.size(), 0U);
}

TEST(IdBits, SetsAndClearsOneRowOnly) {
  IdBits<Row> bits{130};
  for (auto const row : {0, 63, 64, 129}) {
    bits.set(Row{row});
  }
  EXPECT_EQ(bits.count(), 4U);
  EXPECT_TRUE(bits.test(Row{64}));
  EXPECT_FALSE(bits.test(Row{65}));
  bits.set(Row{64}, false);
  EXPECT_FALSE(bits.test(Row{64}));
  EXPECT_EQ(bits.count(), 3U);
}

TEST(IdBits, IgnoresBitsPastTheLastRow) {
  std::vector<std::uint64_t> const all_ones{~std::uint64_t{0}, ~std::uint64_t{0}};
  IdBits<Row> const bits{all_ones, 70};
  EXPECT_EQ(bits.count(), 70U);
  EXPECT_EQ(bits, (IdBits<Row>{70, true}));
}

TEST(IdBits, KeepsFullWordsWhenTheLastWordIsFull) {
  EXPECT_EQ((IdBits<Row>{128, true}.count()), 128U);
}

// The obvious mask is the oracle.
TEST(IdBitsProperty, BehavesLikeAVectorOfFlags) {
  for (std::uint32_t seed = 1; seed <= 50; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    std::mt19937 random{seed};
    auto const size = 1 + random() % 300;
    IdBits<Row> bits{size};
    std::vector<bool> flags(size);
    for (int i = 0; i < 400; ++i) {
      auto const row = random() % size;
      auto const value = random() % 2 == 0;
      bits.set(Row{row}, value);
      flags[row] = value;
    }
    std::size_t count = 0;
    for (std::size_t row = 0; row < size; ++row) {
      ASSERT_EQ(bits.test(Row{row}), flags[row]) << "row " << row;
      count += flags[row] ? 1U : 0U;
    }
    ASSERT_EQ(bits.count(), count);
    ASSERT_EQ(bits, (IdBits<Row>{bits.words(), size}));
  }
}

}  // namespace
}  // namespace tieline
