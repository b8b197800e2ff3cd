#pragma once
// Inside build(): the ids that rows refer to become positions of rows.

#include "engine/base/id_vec.hpp"
#include "engine/graph/csr.hpp"
#include "engine/network/rows.hpp"

namespace tieline::network::building {

using NodePair = graph::Ends<NodeAt>;

/// What every kept row refers to. Rows that are out have none() everywhere.
struct Links {
  IdVec<SourceAt, NodeAt> source;
  IdVec<LineAt, NodePair> line;
  IdVec<SwitchAt, NodePair> switches;
  IdVec<UserAt, NodeAt> user, user_second;
  IdVec<UserAt, ProfileId> user_profile;
  IdVec<FeederAt, SwitchAt> feeder_head;
  IdVec<ProfileId, std::array<ProfileAt, kDayTypeCount * kSeasonCount>>
      profile;  ///< none(): no row
};

/// Resolves every reference; sets aside rows with an id of two meanings or an end that is not
/// there (B19, B20, B22, B27, B30, B31, B49, B57).
[[nodiscard]] Links resolve(Rows& rows);

}  // namespace tieline::network::building
