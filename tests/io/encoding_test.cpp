#include "engine/io/encoding.hpp"

#include <string>

#include <gtest/gtest.h>

#include "tests/support/random.hpp"

namespace {

using namespace tieline::io;
using namespace std::string_literals;

tl::expected<Decoded, Undecodable> decode_bytes(std::string_view bytes) {
  return decode({.text = bytes, .owner = nullptr});
}

// 城镇 and 公变 in GB18030
constexpr std::string_view kTownGbk = "\xB3\xC7\xD5\xF2";
constexpr std::string_view kPublicGbk = "\xB9\xAB\xB1\xE4";

TEST(Encoding, Utf8IsNotCopied) {
  std::string const text = "id,name\n1,城镇\n";
  auto const decoded = decode_bytes(text);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->encoding, Encoding::utf8);
  EXPECT_EQ(decoded->utf8.text.data(), text.data());
}

TEST(Encoding, ByteOrderMarksDecide) {
  EXPECT_EQ(decode_bytes("\xEF\xBB\xBFid")->utf8.text, "id");
  EXPECT_EQ(decode_bytes("\xEF\xBB\xBFid")->encoding, Encoding::utf8_bom);
  EXPECT_EQ(decode_bytes("\xFF\xFE"s + "i\0d\0"s)->utf8.text, "id");
  EXPECT_EQ(decode_bytes("\xFE\xFF"s + "\0i\0d"s)->utf8.text, "id");
  EXPECT_EQ(decode_bytes("\xFF\xFE"s + "i\0"s)->encoding, Encoding::utf16_le);
  EXPECT_FALSE(decode_bytes("\xFF\xFEi"));  // half a character
}

TEST(Encoding, BytesThatAreNotUtf8AreReadAsGb18030) {
  auto const decoded =
      decode_bytes("zone,nature\n" + std::string{kTownGbk} + "," + std::string{kPublicGbk} + "\n");
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->encoding, Encoding::gb18030);
  EXPECT_EQ(decoded->utf8.text, "zone,nature\n城镇,公变\n");
}

TEST(Encoding, FourByteCharactersOfGb18030AreRead) {
  auto const decoded = decode_bytes(std::string{kTownGbk} + "\x95\x32\x82\x36");  // U+20000
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->utf8.text, "城镇𠀀");
}

TEST(Encoding, MixedTextIsRejectedWithItsOffset) {
  auto const text = "公园路,城镇\n" + std::string{kTownGbk};
  auto const decoded = decode_bytes(text);
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error().reason, Undecodable::Reason::mixed);
  EXPECT_EQ(decoded.error().offset, text.size() - kTownGbk.size());
}

TEST(Encoding, LatinTextIsAmbiguousNotChinese) {
  auto const decoded = decode_bytes("id,name\n1,M\xFChle\n2,Caf\xE9s\n");
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error().reason, Undecodable::Reason::ambiguous);
  EXPECT_EQ(decoded.error().offset, 11U);
}

TEST(Encoding, BytesLegalInNoEncodingAreRejected) {
  auto const decoded = decode_bytes("id\n\xFF\xFF\n");
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error().reason, Undecodable::Reason::neither);
  EXPECT_EQ(decoded.error().offset, 3U);
}

TEST(Encoding, Utf8CheckKnowsSurrogatesAndOverlongForms) {
  EXPECT_EQ(first_invalid_utf8("plain ascii of more than eight bytes, 公变, 𠀀"), std::nullopt);
  EXPECT_EQ(first_invalid_utf8("12345678\xED\xA0\x80"), 8U);  // a surrogate
  EXPECT_EQ(first_invalid_utf8("\xC0\xAF"), 0U);              // overlong
  EXPECT_EQ(first_invalid_utf8("\xE0\x80\xAF"), 0U);
  EXPECT_EQ(first_invalid_utf8("\xF4\x90\x80\x80"), 0U);               // over U+10FFFF
  EXPECT_EQ(first_invalid_utf8("a\xE5\x9F"), 1U);                      // cut short
  EXPECT_EQ(first_invalid_utf8("1234567\xE5\x9F\x8E"), std::nullopt);  // across eight bytes
}

TEST(EncodingProperty, RandomBytesGiveValidUtf8OrAnError) {
  constexpr std::uint64_t kSeed = 99;
  tieline::test::Random random{kSeed};
  std::size_t decoded_count = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes;
    for (auto left = random.below(40); left > 0; --left) {
      bytes += static_cast<char>(random.percent(60) ? random.below(128) : random.below(256));
    }
    if (auto const decoded = decode_bytes(bytes)) {
      ++decoded_count;
      EXPECT_EQ(first_invalid_utf8(decoded->utf8.text), std::nullopt)
          << "seed " << kSeed << " round " << i;
    } else {
      EXPECT_LE(decoded.error().offset, bytes.size()) << "seed " << kSeed << " round " << i;
    }
  }
  EXPECT_GT(decoded_count, 100U);
}

}  // namespace
