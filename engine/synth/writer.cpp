#include "engine/synth/writer.hpp"

#include <array>
#include <charconv>
#include <system_error>
#include <utility>

namespace tieline::synth {
namespace {

constexpr std::size_t kFlushBytes = 1U << 20U;

tl::unexpected<Error> write_failed(std::filesystem::path const& path, std::string const& reason) {
  return fail(ErrorCode::write_failed,
              "cannot write " + path.string() + (reason.empty() ? "" : " (" + reason + ")") +
                  "; check the disk and the rights of the folder",
              "无法写入 " + path.string() + (reason.empty() ? "" : "（" + reason + "）") +
                  "；请检查磁盘空间与目录权限");
}

}  // namespace

CsvWriter::CsvWriter(std::filesystem::path const& path, std::string_view header)
    : path_{path}, file_{std::fopen(path.c_str(), "wb")}, failed_{file_ == nullptr} {
  buffer_.reserve(kFlushBytes + 4096);
  buffer_.append(header).push_back('\n');
}

void CsvWriter::separate() {
  if (row_begun_) {
    buffer_.push_back(',');
  }
  row_begun_ = true;
}

CsvWriter& CsvWriter::text(std::string_view cell) {
  separate();
  if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
    buffer_.append(cell);
    return *this;
  }
  buffer_.push_back('"');
  for (auto const c : cell) {
    buffer_.append(c == '"' ? 2 : 1, c);
  }
  buffer_.push_back('"');
  return *this;
}

CsvWriter& CsvWriter::whole(std::int64_t figure) {
  separate();
  std::array<char, 24> digits{};
  auto const done = std::to_chars(digits.data(), digits.data() + digits.size(), figure);
  buffer_.append(digits.data(), done.ptr);
  return *this;
}

CsvWriter& CsvWriter::fixed(double figure, int decimals) {
  separate();
  std::array<char, 64> digits{};
  auto const done = std::to_chars(digits.data(), digits.data() + digits.size(), figure,
                                  std::chars_format::fixed, decimals);
  buffer_.append(digits.data(), done.ptr);
  return *this;
}

void CsvWriter::end() {
  buffer_.push_back('\n');
  row_begun_ = false;
  if (buffer_.size() >= kFlushBytes) {
    flush();
  }
}

void CsvWriter::flush() {
  if (!failed_) {
    failed_ = std::fwrite(buffer_.data(), 1, buffer_.size(), file_.get()) != buffer_.size();
  }
  bytes_ += buffer_.size();
  buffer_.clear();
}

Result<std::uint64_t> CsvWriter::close() {
  flush();
  if (file_ != nullptr && std::fclose(file_.release()) != 0) {
    failed_ = true;
  }
  if (failed_) {
    return write_failed(path_, {});
  }
  return bytes_;
}

Result<FolderDraft> FolderDraft::begin(std::filesystem::path const& folder) {
  namespace fs = std::filesystem;
  std::error_code error;
  auto target = fs::absolute(folder, error);
  if (!target.has_filename()) {
    target = target.parent_path();  // "out/" is "out"
  }
  auto const ours = fs::exists(target / kMarkerFile, error);
  if (fs::exists(target, error) && !ours &&
      !(fs::is_directory(target, error) && fs::is_empty(target, error))) {
    return fail(ErrorCode::invalid_argument,
                target.string() + " exists and was not generated; give another folder",
                target.string() + " 已存在且不是生成的算例；请另选目录");
  }
  auto draft = target;
  draft += ".partial";
  fs::remove_all(draft, error);
  for (auto const* part : {"network", "history", "plan"}) {
    if (!fs::create_directories(draft / part, error) && error) {
      return write_failed(draft / part, error.message());
    }
  }
  return FolderDraft{std::move(target), std::move(draft)};
}

FolderDraft::FolderDraft(FolderDraft&& other) noexcept
    : folder_{std::move(other.folder_)}, draft_{std::exchange(other.draft_, {})} {}

FolderDraft::~FolderDraft() {
  if (!draft_.empty()) {
    std::error_code ignored;  // nothing more to do about a folder that cannot be removed
    std::filesystem::remove_all(draft_, ignored);
  }
}

Result<void> FolderDraft::publish() {
  namespace fs = std::filesystem;
  std::error_code error;
  for (auto const* part : {"history", "plan"}) {
    if (fs::is_empty(draft_ / part, error)) {
      fs::remove(draft_ / part, error);
    }
  }
  auto old = folder_;
  old += ".old";
  fs::remove_all(old, error);
  if (fs::exists(folder_, error)) {
    fs::rename(folder_, old, error);
    if (error) {
      return write_failed(folder_, error.message());
    }
  }
  fs::rename(draft_, folder_, error);
  if (error) {
    return write_failed(folder_, error.message());
  }
  draft_.clear();
  fs::remove_all(old, error);
  return {};
}

}  // namespace tieline::synth
