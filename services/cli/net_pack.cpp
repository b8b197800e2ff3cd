#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <vector>

#include <fmt/format.h>

#include "engine/io/case_files.hpp"
#include "engine/io/packed_case.hpp"
#include "engine/io/snapshot.hpp"
#include "services/adapters/values.hpp"
#include "services/cli/deliver.hpp"
#include "services/cli/load.hpp"
#include "services/cli/progress.hpp"
#include "services/cli/table.hpp"
#include "services/cli/unfinished.hpp"
#include "services/cli/verb.hpp"

#include "tieline/v1/network.pb.h"

namespace tieline::services {
namespace {

constexpr std::array kFlags{
    Flag{.name = "--out",
         .value = "FILE",
         .help = {.en = "snapshot to write; an older one is replaced when the new one is whole",
                  .zh = "要写入的快照文件；新文件写完整后才替换旧文件"}},
};

std::string as_table(v1::PackNetworkResponse const& a, Language language) {
  return fmt::format(
      fmt::runtime(language == Language::zh
                       ? "已打包 {}：{:.1f} MB，格式版本 {}，附带 {} 项，用时 {:.2f} s\n"
                       : "{} packed: {:.1f} MB, format version {}, {} attachments of plan "
                         "and history, {:.2f} s\n"),
      a.file(), static_cast<double>(a.bytes()) / 1e6, a.version(), a.attachments_size(),
      a.elapsed_s());
}

std::string as_csv(v1::PackNetworkResponse const& a) {
  return csv_record({"file", "version", "bytes", "content_hash", "attachments", "elapsed_s"}) +
         csv_record({a.file(), std::to_string(a.version()), std::to_string(a.bytes()),
                     a.content_hash(), std::to_string(a.attachments_size()), plain(a.elapsed_s())});
}

Result<std::uint64_t> write_with_bar(Invocation const& call, network::NetworkModel const& model,
                                     std::vector<io::Attachment> const& attachments,
                                     std::filesystem::path const& path) {
  ProgressBar bar{ProgressUnit::bytes, call.common.language, call.common.quiet};
  bar.show("write", 0, 0);
  return io::write_snapshot(model, attachments, path);
}

Result<ExitCode> run(Invocation const& call) {
  auto const begin = std::chrono::steady_clock::now();
  auto const target = call.value("--out");
  if (target.empty()) {
    return fail(ErrorCode::invalid_argument, "say where: tieline net pack CASE --out FILE",
                "缺少 --out：请指定要写入的快照文件");
  }
  TIELINE_TRY(loaded, load_with_history(call));
  if (loaded.from_snapshot) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("{} is a snapshot already; copy the file", call.case_path),
                fmt::format("{} 已经是快照，直接复制即可", call.case_path));
  }
  TIELINE_TRY(attachments, io::case_attachments(call.case_path));
  std::ranges::move(io::history_attachments(loaded), std::back_inserter(attachments));
  TIELINE_TRY(unfinished, Unfinished::beside(target));
  TIELINE_TRY(bytes, write_with_bar(call, *loaded.model, attachments, unfinished.place()));
  if (auto moved = unfinished.commit(); !moved) {
    return tl::unexpected{std::move(moved.error())};
  }
  v1::PackNetworkResponse answer;
  answer.set_file(utf8(target));
  answer.set_version(static_cast<std::int32_t>(io::kSnapshotVersion));
  answer.set_bytes(static_cast<std::int64_t>(bytes));
  answer.set_content_hash(hex(loaded.content_hash));
  for (auto const& attachment : attachments) {
    answer.add_attachments(utf8(attachment.name));
  }
  answer.set_elapsed_s(
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  return deliver(
      call, exit_code_of(loaded), answer, [&] { return as_table(answer, call.common.language); },
      [&] { return as_csv(answer); });
}

}  // namespace

Verb net_pack_verb() {
  return {
      .noun = "net",
      .name = "pack",
      .summary = {.en = "one binary snapshot, accepted wherever a case folder is",
                  .zh = "打包成单个二进制快照，可代替算例文件夹使用"},
      .use = "CASE --out FILE",
      .example = "tieline net pack city/ --out city.tieline",
      .meaning =
          {.en = "The file holds the checked network and history and the files of plan/; it opens "
                 "in a\n"
                 "  fraction of the time. Same case, same bytes. A file that is truncated, altered "
                 "or of\n"
                 "  another format version is refused with the reason (exit 4).",
           .zh = "快照含校验过的网络和停电历史以及 plan/ 文件，打开快得多；算例相同则逐字节相同。\n"
                 "  文件被截断、改动或格式版本不同时拒绝并说明原因（退出码 4）。"},
      .flags = kFlags,
      .run = run};
}

}  // namespace tieline::services
