#pragma once
// What some users draw instead of what the model says: a question asked beside the model.

#include <cstdint>
#include <unordered_map>

#include "engine/flow/load_window.hpp"

namespace tieline::flow {

/// Loads that stand in for those of the model, in every slot. Sparse; the model never changes.
/// Threads: any number of readers while nobody changes it.
class LoadOverlay {
 public:
  /// Total draw of the user, negative where it feeds in. kUnknown in either figure: unknown load.
  void set(network::UserId user, Load load) {
    loads_[user.raw()] = load;
    ++version_;
  }
  /// Back to what the model says.
  void clear(network::UserId user) {
    loads_.erase(user.raw());
    ++version_;
  }
  /// Null: as in the model. Cost: O(1).
  [[nodiscard]] Load const* find(network::UserId user) const {
    auto const found = loads_.find(user.raw());
    return found == loads_.end() ? nullptr : &found->second;
  }
  /// Grows with every change.
  [[nodiscard]] std::uint64_t version() const { return version_; }

 private:
  std::unordered_map<std::uint32_t, Load> loads_;
  std::uint64_t version_ = 0;
};

}  // namespace tieline::flow
