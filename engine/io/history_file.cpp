#include "engine/io/history_file.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

#include "engine/io/history_check.hpp"
#include "engine/io/mapped_file.hpp"
#include "engine/io/packed_file.hpp"

namespace tieline::io {

Result<std::uint64_t> write_history(history::History const& history,
                                    std::filesystem::path const& path) {
  return write_packed(kHistoryKind, packed_columns(history.col()), path);
}

std::string to_packed_bytes(history::History const& history) {
  return to_packed_bytes(kHistoryKind, packed_columns(history.col()));
}

Result<history::HistoryPtr> open_history(std::string_view bytes, std::shared_ptr<void const> owner,
                                         unsigned most_threads) {
  TIELINE_TRY(directory, read_directory(bytes, kHistoryKind));
  history::ColumnViews views;
  if (auto const finding = point_columns(bytes, directory, views)) {
    return damaged(kHistoryKind, finding->en, finding->zh);
  }
  auto const n_thread = proof_threads(bytes.size(), most_threads);
  std::vector<Proof> proofs;
  proofs.reserve(directory.entries.size());
  for (auto const& entry : directory.entries) {
    proofs.emplace_back([bytes, &entry] { return prove_content(bytes, entry); });
  }
  std::ranges::move(column_proofs(views), std::back_inserter(proofs));
  if (auto const finding = first_finding(proofs, n_thread)) {
    return damaged(kHistoryKind, finding->en, finding->zh);
  }
  if (auto const finding = first_finding(order_proofs(views), n_thread)) {
    return damaged(kHistoryKind, finding->en, finding->zh);
  }
  return std::make_shared<history::History const>(views, std::move(owner));
}

Result<history::HistoryPtr> open_history(std::filesystem::path const& path, unsigned most_threads) {
  TIELINE_TRY(file, MappedFile::open(path));
  auto const bytes = file->bytes();
  auto opened = open_history(bytes, std::move(file), most_threads);
  if (!opened) {
    opened.error().en = path.string() + ": " + opened.error().en;
    opened.error().zh = path.string() + "：" + opened.error().zh;
  }
  return opened;
}

}  // namespace tieline::io
