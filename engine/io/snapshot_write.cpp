#include <string>
#include <tuple>

#include "engine/io/packed_file.hpp"
#include "engine/io/snapshot.hpp"
#include "engine/io/snapshot_layout.hpp"

namespace tieline::io {
namespace {

Result<void> check_names(std::vector<Attachment> const& attachments) {
  constexpr auto kLongest = std::tuple_size_v<decltype(layout::Entry::name)> - 1;
  for (auto const& attachment : attachments) {
    if (attachment.name.empty() || attachment.name.size() > kLongest ||
        attachment.name.find('\0') != std::string::npos) {
      return fail(ErrorCode::invalid_argument,
                  "attachment name \"" + attachment.name + "\" must be 1 to 63 bytes, none zero",
                  "附件名“" + attachment.name + "”须为 1 至 63 字节且不含零字节");
    }
  }
  return {};
}

}  // namespace

Result<std::uint64_t> write_snapshot(network::NetworkModel const& model,
                                     std::vector<Attachment> const& attachments,
                                     std::filesystem::path const& path) {
  if (auto named = check_names(attachments); !named) {
    return tl::unexpected{std::move(named.error())};
  }
  auto all = packed_columns(model.col());
  for (auto const& attachment : attachments) {
    all.push_back(packed_content(
        attachment.name, attachment.bytes, 1,
        attachment.is_nested ? layout::EntryKind::nested : layout::EntryKind::bytes));
  }
  return write_packed(kSnapshotKind, std::move(all), path);
}

}  // namespace tieline::io
