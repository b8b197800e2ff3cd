#include <algorithm>
#include <fstream>
#include <iterator>

#include "engine/io/mapped_file.hpp"
#include "engine/io/packed_file.hpp"
#include "engine/io/snapshot.hpp"
#include "engine/io/snapshot_check.hpp"
#include "engine/io/snapshot_layout.hpp"

namespace tieline::io {
Result<OpenedSnapshot> open_snapshot(std::string_view bytes, std::shared_ptr<void const> owner,
                                     unsigned most_threads) {
  TIELINE_TRY(directory, read_directory(bytes, kSnapshotKind));
  network::ColumnViews views;
  if (auto const finding = point_columns(bytes, directory, views)) {
    return damaged(kSnapshotKind, finding->en, finding->zh);
  }
  auto const n_thread = proof_threads(bytes.size(), most_threads);
  std::vector<Proof> proofs;
  proofs.reserve(directory.entries.size());
  for (auto const& entry : directory.entries) {
    proofs.emplace_back([bytes, &entry] { return prove_content(bytes, entry); });
  }
  std::ranges::move(column_proofs(views), std::back_inserter(proofs));
  if (auto const finding = first_finding(proofs, n_thread)) {
    return damaged(kSnapshotKind, finding->en, finding->zh);
  }
  if (auto const finding = first_finding(relation_proofs(views), n_thread)) {
    return damaged(kSnapshotKind, finding->en, finding->zh);
  }
  OpenedSnapshot opened;
  for (auto const& entry : directory.entries) {
    if (entry.kind != layout::EntryKind::column) {
      opened.attachments.push_back({.name = std::string{entry.name_text()},
                                    .bytes = content_of(bytes, entry),
                                    .owner = owner,
                                    .is_nested = entry.kind == layout::EntryKind::nested});
    }
  }
  opened.model = std::make_shared<network::NetworkModel const>(views, std::move(owner));
  // Header and directory hold the checksums of everything else.
  opened.content_hash =
      network::hash_bytes(bytes.substr(0, layout::first_content(directory.entries.size())));
  return opened;
}

Result<OpenedSnapshot> open_snapshot(std::filesystem::path const& path, unsigned most_threads) {
  TIELINE_TRY(file, MappedFile::open(path));
  auto const bytes = file->bytes();
  auto opened = open_snapshot(bytes, std::move(file), most_threads);
  if (!opened) {
    opened.error().en = path.string() + ": " + opened.error().en;
    opened.error().zh = path.string() + ":" + opened.error().zh;
  }
  return opened;
}

bool looks_like_snapshot(std::filesystem::path const& path) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) {  // opening a pipe might wait for ever
    return false;
  }
  std::ifstream file{path, std::ios::binary};
  auto start = decltype(layout::kMagic){};
  return file.read(start.data(), start.size()) && start == layout::kMagic;
}

}  // namespace tieline::io
