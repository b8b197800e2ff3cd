#include <array>

#include "services/adapters/network_to_proto.hpp"
#include "services/adapters/values.hpp"

namespace tieline::services {
namespace {

using network::Handling;
using network::Language;

constexpr std::array<std::string_view, 4> kHandlingNames{"reject", "quarantine", "warn", "fix"};

}  // namespace

v1::Issue to_proto(network::Fault const& fault) {
  auto const en = words_of(fault, Language::en);
  auto const zh = words_of(fault, Language::zh);
  v1::Issue issue;
  issue.set_file(utf8(fault.file));
  issue.set_row(count32(std::uint64_t{fault.row}));
  issue.set_column(utf8(fault.column));
  issue.set_code(std::string{fault.kind->code});
  issue.set_handling(std::string{kHandlingNames[static_cast<std::size_t>(fault.handling)]});
  issue.set_text(utf8(en.text));
  issue.set_suggestion(utf8(en.suggestion));
  issue.set_text_zh(utf8(zh.text));
  issue.set_suggestion_zh(utf8(zh.suggestion));
  return issue;
}

v1::CheckNetworkResponse to_check_response(io::LoadedCase const& loaded) {
  v1::CheckNetworkResponse answer;
  auto const& faults = loaded.faults;
  for (auto const& fault : faults.all()) {
    *answer.add_issues() = to_proto(fault);
  }
  auto const count = [&](Handling h) { return count32(std::uint64_t{faults.count(h)}); };
  auto& summary = *answer.mutable_summary();
  summary.set_accepted(loaded.model != nullptr);
  summary.set_issues(answer.issues_size());
  summary.set_rejected(count(Handling::reject));
  summary.set_quarantined(count(Handling::quarantine));
  summary.set_warned(count(Handling::warn));
  summary.set_fixed(count(Handling::fix));
  summary.set_quarantined_rows(count32(std::uint64_t{loaded.quarantined.size()}));
  summary.set_bytes_read(static_cast<std::int64_t>(loaded.bytes_read));
  summary.set_content_hash(hex(loaded.content_hash));
  return answer;
}

}  // namespace tieline::services
