#pragma once
// Inside Builder: the users of the network and of users.csv, and their slices of registration.

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/history/id_table.hpp"
#include "engine/history/remarks.hpp"
#include "engine/history/rows.hpp"
#include "engine/network/edit_distance.hpp"

namespace tieline::history {

class UserBook {
 public:
  UserBook(network::NetworkModel const& model, TextStore& text, Remarks& remarks)
      : model_{model}, text_{text}, remarks_{remarks}, extra_{text}, first_(model.n_user()) {}

  /// The user of this id, or none(). Rows of a file often follow the order of the network: the
  /// users next to the one found last are compared before the table is searched.
  [[nodiscard]] UserId find(std::string_view id);
  /// "T12?": the nearest id, if one is at most two edits away.
  [[nodiscard]] std::string nearest(std::string_view id);
  [[nodiscard]] Outcome add(UserSliceRow const& row);
  [[nodiscard]] std::size_t size() const { return model_.n_user() + extra_.size(); }
  [[nodiscard]] std::string id_text(UserId user) const {
    auto const n = model_.n_user();
    return std::string{user.index() < n ? model_.id_of(network::UserId{user.index()})
                                        : extra_.text(UserId{user.index() - n})};
  }

  /// Fills the columns of users (but `user_first_record`) and of slices.
  void write(OwnedColumns& to, IdTable<TermId>& terms);

 private:
  struct Slice {
    UserId user;
    Instant since = 0, until = kForever;
    std::uint32_t households = 0;
    network::Zone zone = network::Zone::unknown;
    std::uint32_t row = 0;
  };
  [[nodiscard]] bool is_at(UserId user, std::string_view id) const {
    return model_.id_of(network::UserId{user.index()}) == id;
  }
  [[nodiscard]] Slice const* clash_of(Slice const& slice) const;
  void enter(Slice const& slice);
  void complete(UserSliceRow const& row, Slice& slice);
  void write_users(OwnedColumns& to, IdTable<TermId>& terms);
  void write_slices(OwnedColumns& to);

  network::NetworkModel const& model_;
  TextStore& text_;
  Remarks& remarks_;
  IdTable<UserId> extra_;             ///< users of users.csv only; rows follow the network's
  std::vector<std::uint32_t> first_;  ///< by user: its first slice + 1, or 0
  std::vector<Slice> slices_;
  /// Slices by `since` of users with more than one.
  std::unordered_map<UserId, std::map<Instant, std::uint32_t>> more_;
  UserId last_{0U};
  std::size_t budget_ = network::kNearestBudget;  ///< for nearest(), over all calls
};

}  // namespace tieline::history
