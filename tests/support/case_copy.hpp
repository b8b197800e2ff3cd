#pragma once
// A case folder of testdata/cases with some cells changed, in a folder of its own.

#include <filesystem>
#include <string_view>

namespace tieline::test {

/// Copies testdata/cases/`name` into a new folder, removed with the object. The files must be
/// plain: no quoted cells.
class CaseCopy {
 public:
  explicit CaseCopy(std::string_view name);
  ~CaseCopy();
  CaseCopy(CaseCopy const&) = delete;
  CaseCopy& operator=(CaseCopy const&) = delete;

  /// Sets one cell of the row whose first cell is `id`; "*" is every row. Unknown names are a bug
  /// of the test: BrokenInvariant.
  CaseCopy& set(std::string_view file, std::string_view id, std::string_view column,
                std::string_view value);
  [[nodiscard]] std::filesystem::path const& path() const { return folder_; }

 private:
  std::filesystem::path folder_;
};

/// testdata/cases/`name`.
[[nodiscard]] std::filesystem::path case_path(std::string_view name);

}  // namespace tieline::test
