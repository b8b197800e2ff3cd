#include "engine/io/load_history.hpp"

#include <memory>

#include "engine/io/civil_time.hpp"
#include "engine/io/plan_schema.hpp"

namespace tieline::io {
namespace {

using history::Builder;
using history::FileKind;

/// Reads the files one after the other into a Builder, if there is one.
class HistoryLoader {
 public:
  HistoryLoader(HistorySources const& sources, ReadContext& context)
      : sources_{sources}, context_{context} {
    if (sources.model == nullptr) {
      return;
    }
    builder_ = std::make_unique<Builder>(*sources.model, findings_, sources.now);
    builder_->print_with(
        {.time = [zone = context.time_zone](Seconds at) { return format_time(at, zone); },
         .row =
             [folders = sources.folders](std::uint32_t row) {
               auto const& prefix = folders[row / kRowsAFolder].prefix;
               auto const line = std::to_string(row % kRowsAFolder);
               return prefix.empty() ? line : prefix + line;
             }});
    if (sources.plan != nullptr && !sources.plan->works.empty()) {
      std::vector<std::string_view> plans;
      plans.reserve(sources.plan->works.size());
      for (auto const& work : sources.plan->works) {
        plans.emplace_back(work.id);
      }
      builder_->expect_plans(std::move(plans));
    }
  }

  template <class Row>
  void load(TableSchema const& schema, FileKind file) {
    auto const before = context_.quarantined.size();
    for (auto& text : sources_.texts_of(schema)) {
      TableReader reader{schema, text.text, context_};
      if (reader.open()) {
        read_rows<Row>(reader, text.row_base);
      }
      text.header = reader.header();
      texts_.push_back(std::move(text));
    }
    n_unread_[static_cast<std::size_t>(file)] = context_.quarantined.size() - before - n_refused_;
    n_refused_ = 0;
  }

  [[nodiscard]] history::HistoryPtr finish(
      std::array<history::RowCounts, history::kFileKindCount>& counts) {
    history::HistoryPtr made;
    if (builder_ != nullptr) {
      for (auto const& input : sources_.meter->inputs()) {
        builder_->add_input(input.file, input.hash, input.size);
      }
      made = builder_->finish();
      bring_back(findings_, set_aside_at_the_end(), sources_.folders, texts_, context_);
    }
    for (std::size_t file = 0; file < counts.size(); ++file) {
      if (builder_ != nullptr) {
        counts[file] = builder_->counts(static_cast<FileKind>(file));
      }
      counts[file].rows += n_unread_[file];
      counts[file].set_aside += n_unread_[file];
    }
    return made;
  }

 private:
  template <class Row>
  void read_rows(TableReader& reader, std::uint32_t row_base) {
    while (reader.advance()) {
      Row row;
      if (!reader.read_into(&row) || builder_ == nullptr) {
        continue;
      }
      row.row = row_base + reader.line();
      if (!builder_->add(row)) {
        ++n_refused_;
      }
      if (!findings_.all().empty()) {
        hand_on(reader);
      }
    }
    reader.close();
  }

  /// Findings about the row just read, to the reader, which keeps the words of rows set aside.
  void hand_on(TableReader& reader) {
    for (auto const& fault : findings_.all()) {
      reader.report_row(*fault.kind, fault.column, fault.value, fault.other, fault.hint);
    }
    findings_ = network::FaultLog{};
  }

  [[nodiscard]] std::vector<WantedRow> set_aside_at_the_end() const {
    std::vector<WantedRow> wanted;
    for (auto const& fault : findings_.all()) {
      if (fault.handling == network::Handling::quarantine) {
        wanted.push_back({sources_.folders[fault.row / kRowsAFolder].prefix + fault.file,
                          fault.row % kRowsAFolder,
                          {}});
      }
    }
    return wanted;
  }

  HistorySources const& sources_;
  ReadContext& context_;
  network::FaultLog findings_;
  std::unique_ptr<Builder> builder_;
  std::vector<FolderText> texts_;
  std::array<std::uint64_t, history::kFileKindCount> n_unread_{};
  std::uint64_t n_refused_ = 0;
};

}  // namespace

history::HistoryPtr load_history(HistorySources const& sources, ReadContext& context,
                                 std::array<history::RowCounts, history::kFileKindCount>& counts) {
  HistoryLoader loader{sources, context};
  loader.load<history::UserSliceRow>(kHistoryUsersSchema, FileKind::users);
  loader.load<history::EventRow>(kEventsSchema, FileKind::events);
  loader.load<history::InterruptionRow>(kInterruptionsSchema, FileKind::interruptions);
  loader.load<history::MedRow>(kMedSchema, FileKind::med);
  return loader.finish(counts);
}

}  // namespace tieline::io
