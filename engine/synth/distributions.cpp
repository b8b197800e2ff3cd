#include "engine/synth/distributions.hpp"

#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <system_error>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tieline::synth {
namespace {

using Json = nlohmann::json;

/// Walks the document and keeps the first thing wrong, so that the readers below stay plain.
class Reader {
 public:
  [[nodiscard]] std::optional<Error> const& error() const { return error_; }

  Json const& child(Json const& parent, std::string const& path, std::string const& key) {
    static Json const none;
    if (!parent.is_object() || !parent.contains(key)) {
      reject(path + "/" + key, "nothing", "a value", "缺少该项", "应给出数值");
      return none;
    }
    return parent[key];
  }

  double number(Json const& parent, std::string const& path, std::string const& key, double low,
                double high) {
    auto const& value = child(parent, path, key);
    if (error_) {
      return low;
    }
    auto const figure = value.is_number() ? value.get<double>() : low - 1;
    if (!(figure >= low && figure <= high)) {
      auto const found = value.dump(-1, ' ', false, Json::error_handler_t::replace).substr(0, 60);
      auto const bounds = fmt::format("{} .. {}", low, high);
      reject(path + "/" + key, found, "a number in " + bounds, found, "应为 " + bounds + " 的数");
      return low;
    }
    return figure;
  }

  double number_or(Json const& parent, std::string const& path, std::string const& key, double low,
                   double high, double missing) {
    return parent.is_object() && !parent.contains(key) ? missing
                                                       : number(parent, path, key, low, high);
  }

  double share(Json const& parent, std::string const& path, std::string const& key) {
    return number(parent, path, key, 0, 1);
  }

  std::uint32_t count(Json const& parent, std::string const& path, std::string const& key,
                      double high) {
    auto const figure = number(parent, path, key, 1, high);
    auto const whole = static_cast<std::uint32_t>(figure);
    if (figure > whole) {
      auto const found = fmt::format("{}", figure);
      reject(path + "/" + key, found, "a whole number", found, "应为整数");
    }
    return whole;
  }

  void reject(std::string const& where, std::string const& found, std::string const& allowed,
              std::string const& found_zh, std::string const& allowed_zh) {
    if (!error_) {
      error_ = Error{
          .code = ErrorCode::invalid_argument,
          .en = fmt::format("distributions: {}: found {}, allowed is {}; mend that field", where,
                            found, allowed),
          .zh = fmt::format("分布参数：{}：读到 {}，{}；请修正该项", where, found_zh, allowed_zh)};
    }
  }

 private:
  std::optional<Error> error_;
};

Lognormal read_lognormal(Reader& reader, Json const& parent, std::string const& path,
                         std::string const& key, double low, double high) {
  auto const& at = reader.child(parent, path, key);
  auto const here = path + "/" + key;
  Lognormal const spread{.median = reader.number(at, here, "median", low, high),
                         .sigma = reader.number(at, here, "sigma", 0, 2),
                         .min = reader.number_or(at, here, "min", low, high, low),
                         .max = reader.number_or(at, here, "max", low, high, high)};
  if (spread.min > spread.median || spread.median > spread.max) {
    reader.reject(here, "min, median and max out of order", "min <= median <= max",
                  "最小、中位数、最大次序不符", "应满足 min <= median <= max");
  }
  return spread;
}

Triangular read_sections(Reader& reader, Json const& zone, std::string const& path) {
  auto const& at = reader.child(zone, path, "sections_per_feeder");
  auto const here = path + "/sections_per_feeder";
  Triangular const spread{.min = reader.count(at, here, "min", 100),
                          .mode = reader.count(at, here, "mode", 100),
                          .max = reader.count(at, here, "max", 100)};
  if (spread.min > spread.mode || spread.mode > spread.max) {
    reader.reject(here, "min, mode and max out of order", "min <= mode <= max",
                  "最小、众数、最大次序不符", "应满足 min <= mode <= max");
  }
  return spread;
}

void must_sum_to_one(Reader& reader, std::string const& path, std::array<double, 4> const& parts) {
  auto const sum = parts[0] + parts[1] + parts[2] + parts[3];
  if (!(sum > 0.99 && sum < 1.01)) {
    auto const found = fmt::format("{:.3f}", sum);
    reader.reject(path, "a sum of " + found, "a sum of 1", "合计 " + found, "合计应为 1");
  }
}

std::vector<double> read_sizes(Reader& reader, Json const& zone, std::string const& path) {
  auto const& at = reader.child(zone, path, "transformer_kva");
  std::vector<double> sizes;
  for (auto const& size : at) {
    auto const figure = size.is_number() ? size.get<double>() : 0.0;
    if (figure >= 1 && figure <= 20000) {
      sizes.push_back(figure);
    }
  }
  if (!at.is_array() || sizes.empty() || sizes.size() != at.size()) {
    reader.reject(path + "/transformer_kva", "no list of sizes", "one or more of 1 .. 20000 kVA",
                  "不是容量列表", "应为一个或多个 1 .. 20000 kVA");
  }
  return sizes;
}

ZoneFigures read_zone(Reader& reader, Json const& zone, std::string const& path) {
  ZoneFigures figures;
  figures.feeder_km = read_lognormal(reader, zone, path, "feeder_km", 0.2, 500);
  figures.main_share = reader.number(zone, path, "main_share", 0.05, 0.95);
  figures.sections_per_feeder = read_sections(reader, zone, path);
  auto const& ties = reader.child(zone, path, "ties_per_feeder");
  for (std::size_t n = 0; n < 4; ++n) {
    figures.ties_per_feeder[n] =
        reader.share(ties, path + "/ties_per_feeder", "p" + std::to_string(n));
  }
  must_sum_to_one(reader, path + "/ties_per_feeder", figures.ties_per_feeder);
  figures.transformers_per_feeder =
      read_lognormal(reader, zone, path, "transformers_per_feeder", 1, 400);
  figures.public_transformer_share = reader.share(zone, path, "public_transformer_share");
  figures.transformer_kva = read_sizes(reader, zone, path);
  figures.households_per_public_transformer =
      read_lognormal(reader, zone, path, "households_per_public_transformer", 1, 2000);
  auto const& rate = reader.child(zone, path, "peak_load_rate");
  auto const here = path + "/peak_load_rate";
  figures.peak_load_rate = {.mean = reader.share(rate, here, "mean"),
                            .sd = reader.share(rate, here, "sd"),
                            .min = 0.05,
                            .max = reader.number(rate, here, "max", 0.05, 1)};
  figures.cable_ratio = reader.share(zone, path, "cable_ratio");
  figures.remote_switch_share = reader.share(zone, path, "remote_switch_share");
  figures.dual_supply_customers = reader.share(zone, path, "dual_supply_customers");
  figures.faults_per_feeder_year = reader.number(zone, path, "faults_per_feeder_year", 0, 20);
  figures.planned_per_feeder_year = reader.number(zone, path, "planned_per_feeder_year", 0, 20);
  figures.momentary_per_feeder_year = reader.number(zone, path, "momentary_per_feeder_year", 0, 20);
  return figures;
}

FailureFigures read_failures(Reader& reader, Json const& document) {
  auto const& at = reader.child(document, "", "failures");
  std::string const path = "/failures";
  FailureFigures figures;
  for (auto kind : {network::LineKind::overhead, network::LineKind::overhead_insulated,
                    network::LineKind::cable}) {
    std::string const name{network::name_of(kind)};
    auto const& line = reader.child(at, path, name);
    auto const k = static_cast<std::size_t>(kind);
    figures.line_failures[k] = reader.number(line, path + "/" + name, "per_100km_year", 0, 1000);
    figures.line_repair_h[k] = reader.number(line, path + "/" + name, "repair_h", 0, 1000);
  }
  figures.breaker_failures = reader.number(at, path, "breaker_per_100_year", 0, 1000);
  figures.switch_failures = reader.number(at, path, "switch_per_100_year", 0, 1000);
  figures.switch_repair_h = reader.number(at, path, "switch_repair_h", 0, 1000);
  figures.transformer_failures = reader.number(at, path, "transformer_per_100_year", 0, 1000);
  figures.transformer_repair_h = reader.number(at, path, "transformer_repair_h", 0, 1000);
  return figures;
}

Preset read_preset(Reader& reader, Json const& document, std::string const& name) {
  auto const& presets = reader.child(document, "", "presets");
  auto const& at = reader.child(presets, "/presets", name);
  auto const path = "/presets/" + name;
  return {.feeders = reader.count(at, path, "feeders", 1'000'000),
          .transformers_scale = reader.number(at, path, "transformers_scale", 0.05, 20),
          .households_scale = reader.number(at, path, "households_scale", 0.01, 100)};
}

Distributions read_document(Reader& reader, Json const& document) {
  Distributions all;
  auto const& zones = reader.child(document, "", "zones");
  auto const& shares = reader.child(document, "", "feeder_share");
  for (std::size_t z = 0; z < kRealZones; ++z) {
    std::string const name{network::kZoneNamesZh[z]};
    all.zones[z] = read_zone(reader, reader.child(zones, "/zones", name), "/zones/" + name);
    all.feeder_share[z] = reader.share(shares, "/feeder_share", name);
  }
  must_sum_to_one(reader, "/feeder_share", all.feeder_share);
  all.failures = read_failures(reader, document);
  all.city = read_preset(reader, document, "city");
  all.province = read_preset(reader, document, "province");
  return all;
}

/// Nested deeper than any sensible file: merging walks the levels recursively.
bool too_deep(std::string_view text) {
  constexpr auto kMostLevels = 32;
  auto level = 0;
  for (auto const c : text) {
    level += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
    if (level > kMostLevels) {
      return true;
    }
  }
  return false;
}

}  // namespace

Result<Distributions> parse_distributions(std::string_view overriding) {
  auto document = Json::parse(builtin_distributions(), nullptr, false);
  if (!overriding.empty()) {
    auto const over = too_deep(overriding) ? Json{} : Json::parse(overriding, nullptr, false);
    if (!over.is_object()) {
      return fail(ErrorCode::invalid_argument,
                  "distributions: the file is not a JSON object; start from "
                  "testdata/distributions/zone_distributions.json",
                  "分布参数：文件不是 JSON 对象；请以 "
                  "testdata/distributions/zone_distributions.json 为蓝本");
    }
    document.merge_patch(over);
  }
  Reader reader;
  auto distributions = read_document(reader, document);
  if (reader.error()) {
    // NOLINTNEXTLINE(bugprone-unchecked-optional-access): the line above asked
    return tl::unexpected<Error>{*reader.error()};
  }
  return distributions;
}

Result<Distributions> read_distributions(std::filesystem::path const& path) {
  if (path.empty()) {
    return parse_distributions({});
  }
  std::error_code ignored;
  std::ifstream file{path, std::ios::binary};
  if (!file || !std::filesystem::is_regular_file(path, ignored)) {
    return fail(ErrorCode::file_missing, "distributions: cannot read " + path.string(),
                "分布参数：无法读取 " + path.string());
  }
  std::string const text{std::istreambuf_iterator<char>{file}, {}};
  if (text.empty()) {
    return fail(ErrorCode::invalid_argument, "distributions: the file is empty: " + path.string(),
                "分布参数：文件为空：" + path.string());
  }
  return parse_distributions(text);
}

}  // namespace tieline::synth
