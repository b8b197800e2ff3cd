// capacity list as a user meets it.

#include <cmath>
#include <fstream>
#include <string>

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include "services/adapters/capacity_to_proto.hpp"
#include "tests/services/program.hpp"

#include "tieline/v1/capacity.pb.h"

namespace tieline::test {
namespace {

bool has_piece(std::string const& text, std::string const& piece) {
  return text.find(piece) != std::string::npos;
}

Finished list(std::string const& folder, std::vector<std::string> more) {
  more.insert(more.begin(), {"capacity", "list", folder});
  return run(more);
}

v1::ListCapacityResponse listed(std::string const& folder, std::vector<std::string> more) {
  more.insert(more.end(), {"--format", "json"});
  auto const finished = list(folder, more);
  EXPECT_EQ(finished.code, 0) << finished.err;
  v1::ListCapacityResponse message;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(finished.out, &message).ok());
  return message;
}

v1::OpenCapacity row_of(v1::ListCapacityResponse const& answer, std::string const& kind,
                        std::string const& id) {
  for (auto const& row : answer.rows()) {
    if (row.kind() == kind && row.id() == id) {
      return row;
    }
  }
  ADD_FAILURE() << "no " << kind << " " << id;
  return {};
}

/// The golden feeder; one text of one file replaced.
class Changed {
 public:
  Changed(std::string const& file, std::string const& old_text, std::string const& new_text) {
    fs::copy(case_folder("golden_feeder"), path(), fs::copy_options::recursive);
    auto text = read_all(scratch_ / ("case/network/" + file));
    auto const at = text.find(old_text);
    EXPECT_NE(at, std::string::npos);
    text.replace(at, old_text.size(), new_text);
    std::ofstream{scratch_ / ("case/network/" + file), std::ios::binary} << text;
  }
  [[nodiscard]] std::string path() const { return (scratch_ / "case").string(); }

 private:
  Scratch scratch_;
};

std::string write(fs::path const& path, std::string const& text) {
  std::ofstream{path, std::ios::binary} << text;
  return path.string();
}

// 400 A at 10 kV with 990 kW at power factor 0.95 behind it.
constexpr double kPeak_kva = 990 / 0.95;
double const kOutlet_kva = std::sqrt(3.0) * 10 * 0.8 * 400 - kPeak_kva;

TEST(CapacityList, NamesWhatBindsEveryFeederAndTransformerWithTheDate) {
  auto const answer = listed(case_folder("golden_feeder"), {});
  EXPECT_EQ(answer.as_of(), "2021-01-01");
  EXPECT_EQ(answer.publish_by(), "2021-01-05");
  ASSERT_EQ(answer.totals_size(), 2);
  EXPECT_EQ(answer.totals(0).kind(), "feeder");
  EXPECT_EQ(answer.totals(1).rows(), 5);
  auto const feeder = row_of(answer, "feeder", "F1");
  EXPECT_NEAR(feeder.open_capacity_kva(), kOutlet_kva, 1e-3);
  EXPECT_EQ(feeder.binding().kind(), "line");
  EXPECT_EQ(feeder.binding().element(), "LA");
  EXPECT_EQ(feeder.binding().unit(), "A");
  EXPECT_NEAR(feeder.binding().limit(), 320, 1e-4);
  EXPECT_NEAR(feeder.binding().rating(), 400, 1e-4);
  EXPECT_NEAR(feeder.binding().load(), kPeak_kva / (std::sqrt(3.0) * 10), 1e-3);
  EXPECT_FALSE(feeder.restricted());
  EXPECT_EQ(row_of(answer, "transformer", "T1").binding().kind(), "transformer");
  EXPECT_EQ(row_of(answer, "transformer", "T5").nature(), "dedicated");
}

TEST(CapacityList, TheDateAskedStandsAndDecidesWhenItIsDue) {
  auto const answer = listed(case_folder("golden_feeder"), {"--at", "2022-03-06"});
  EXPECT_EQ(answer.as_of(), "2022-03-06");
  EXPECT_EQ(answer.publish_by(), "2022-04-05");
  EXPECT_EQ(services::publish_by("2021-12-06"), "2022-01-05");
  EXPECT_EQ(services::publish_by("2021-12-05"), "2021-12-05");
  EXPECT_EQ(services::publish_by(""), "");
}

TEST(CapacityList, AnUnknownRatingIsNotUnlimited) {
  Changed const changed{"lines.csv", ",400,", ",,"};
  auto const answer = listed(changed.path(), {"--kind", "feeder"});
  auto const row = row_of(answer, "feeder", "F1");
  EXPECT_FALSE(row.has_open_capacity_kva());
  EXPECT_TRUE(row.has_at_most_kva());
  EXPECT_EQ(row.reason_code(), "rating");
  EXPECT_EQ(row.reason(), "line LA states no ampacity_a");
  EXPECT_EQ(answer.totals(0).not_proven(), 1);
  EXPECT_TRUE(has_piece(list(changed.path(), {"--lang", "zh"}).out, "线路 LA 未给出 ampacity_a"));
}

TEST(CapacityList, SharesDutyAndNeedDecideWhatIsRestricted) {
  auto const golden = case_folder("golden_feeder");
  auto const small = listed(golden, {"--line-share", "0.1", "--kind", "feeder", "--restricted"});
  ASSERT_EQ(small.rows_size(), 1);
  EXPECT_EQ(small.rows(0).id(), "F1");
  EXPECT_TRUE(small.rows(0).has_open_capacity_kva());
  EXPECT_EQ(small.rows(0).open_capacity_kva(), 0);
  EXPECT_NEAR(small.rows(0).overload_kva(), kPeak_kva - std::sqrt(3.0) * 10 * 40, 1e-3);
  EXPECT_EQ(listed(golden, {"--need", "4600", "--kind", "feeder", "--restricted"}).rows_size(), 1);
  EXPECT_EQ(listed(golden, {"--need", "4500", "--kind", "feeder", "--restricted"}).rows_size(), 0);
  auto const duty = listed(golden, {"--n1", "--kind", "source"});
  EXPECT_EQ(row_of(duty, "source", "S1").binding().kind(), "station");  // its only source
}

TEST(CapacityList, WhatIsPendingIsTakenOff) {
  Scratch const scratch;
  auto const golden = case_folder("golden_feeder");
  auto const file = write(scratch / "pending.csv",
                          "application,at,kva,demand_factor,remark\nA1,T1,100,0.5,new shop\n"
                          "A2,T2,20,,\n");
  auto const answer = listed(golden, {"--pending", file, "--kind", "feeder"});
  EXPECT_NEAR(row_of(answer, "feeder", "F1").open_capacity_kva(), kOutlet_kva - 70, 1e-3);
  EXPECT_NEAR(answer.pending_kva(), 70, 1e-9);

  auto const unknown =
      list(golden, {"--pending", write(scratch / "u.csv", "application,at,kva\nA,T99,1\n")});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_TRUE(has_piece(unknown.err, "u.csv:2")) << unknown.err;
  auto const broken =
      list(golden, {"--pending", write(scratch / "b.csv", "application,at,kva\nA,T1,much\n")});
  EXPECT_EQ(broken.code, 4) << broken.err;
  EXPECT_TRUE(has_piece(broken.err, "much"));
  EXPECT_EQ(list(golden, {"--pending", (scratch / "none.csv").string()}).code, 4);
}

TEST(CapacityList, EveryFormHoldsTheSameRows) {
  auto const golden = case_folder("golden_feeder");
  auto const answer = listed(golden, {"--kind", "all"});
  auto const csv = list(golden, {"--kind", "all", "--format", "csv"}).out;
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), answer.rows_size() + 1);
  EXPECT_TRUE(has_piece(csv, "\n2021-01-01,feeder,F1,"));
  auto const table = list(golden, {"--kind", "all"}).out;
  EXPECT_TRUE(has_piece(table, "to be published by 2021-01-05"));
  EXPECT_TRUE(has_piece(table, "line LA"));
  EXPECT_TRUE(has_piece(list(golden, {"--lang", "zh"}).out, "可开放 kVA"));
}

TEST(CapacityList, WrongCallsSayWhatIsRight) {
  auto const golden = case_folder("golden_feeder");
  auto const refused = [&](std::vector<std::string> const& more, std::string const& hint) {
    auto const finished = list(golden, more);
    EXPECT_EQ(finished.code, 2) << hint;
    EXPECT_TRUE(has_piece(finished.err, hint)) << finished.err;
  };
  refused({"--kind", "bus"}, "feeder, section, transformer, source");
  refused({"--kind", ""}, "--kind");
  refused({"--line-share", "1.2"}, "at most 1");
  refused({"--source-share", "0"}, "above 0");
  refused({"--need", "-1"}, "kVA from 0");
  refused({"--need", "nan"}, "kVA from 0");
  refused({"--feeder", "F3"}, "did you mean \"F");
  refused({"--organisation", "nobody at all"}, "no organisation");
  refused({"--zone", "space"}, "--zone");
  refused({"--at", "2021-02-30"}, "--at");
}

}  // namespace
}  // namespace tieline::test
