#pragma once
// The files of network/, of one case and of the folders added to it → Tables → model.

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "engine/io/case_files.hpp"
#include "engine/network/build.hpp"
#include "engine/network/tables.hpp"

namespace tieline::io {

/// The case (first) and each folder added to it. Rows of folder k are numbered from k ×
/// `kRowsAFolder` on while they are built, so that a finding leads back to its own file.
struct CaseFolder {
  std::filesystem::path path;
  std::string prefix;  ///< "" for the case, "mended/" for an added folder
};
inline constexpr std::uint32_t kRowsAFolder = 200'000'000;

/// Errors: file_missing (no such folder), too_large (too many folders).
[[nodiscard]] Result<std::vector<CaseFolder>> case_folders(
    std::filesystem::path const& path, std::vector<std::filesystem::path> const& added);

/// One file of one folder.
struct FolderText {
  TableText text;
  std::uint32_t row_base = 0;
  std::string header;  ///< filled when the file has been read
};

/// The same file out of every folder that has it, the case's own first, with the lines of it that
/// added rows replace (`tieline_row`) marked. An added file equal to the case's own is passed over
/// and said so.
[[nodiscard]] std::vector<FolderText> open_texts(TableSchema const& schema, bool is_required,
                                                 std::span<CaseFolder const> folders,
                                                 ReadContext& context, ReadMeter& meter);

struct LoadedNetwork {
  network::Tables tables;
  std::vector<FolderText> texts;  ///< kept for the words of rows that build() sets aside
  bool is_complete = false;       ///< every required file could be used
};

/// Reads the seven tables and meta.csv; sets the context's time zone.
[[nodiscard]] LoadedNetwork load_network(std::span<CaseFolder const> folders, ReadContext& context,
                                         ReadMeter& meter);

/// A row set aside whose words are wanted.
struct WantedRow {
  std::string file;
  std::uint32_t line = 0;
  std::string codes;
  friend auto operator<=>(WantedRow const&, WantedRow const&) = default;
};

/// Brings findings, whose rows are numbered across folders, back to their files, and keeps the
/// words of the rows wanted.
void bring_back(network::FaultLog const& findings, std::vector<WantedRow> wanted,
                std::span<CaseFolder const> folders, std::span<FolderText const> texts,
                ReadContext& context);

/// Calls network::build() and brings its findings and rows set aside back to their files. Null if
/// rejected.
[[nodiscard]] network::NetworkPtr build_network(LoadedNetwork const& loaded,
                                                std::span<CaseFolder const> folders,
                                                ReadContext& context);

}  // namespace tieline::io
