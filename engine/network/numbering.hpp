#pragma once
// Inside build(): which row of the tables becomes which row of the model.

#include "engine/network/normal_tree.hpp"

namespace tieline::network::building {

/// Model row → table row, and back where other rows refer to it (none(): the row is out).
struct Numbering {
  IdVec<SectionId, BlockAt> block_at;
  IdVec<BlockAt, SectionId> section;
  IdVec<SectionId, SectionId> subtree_end;

  IdVec<NodeId, NodeAt> node_at;
  IdVec<NodeAt, NodeId> node;
  IdVec<LineId, LineAt> line_at;
  IdVec<LineAt, LineId> line;
  IdVec<SwitchId, SwitchAt> switch_at;
  IdVec<SwitchAt, SwitchId> switches;
  IdVec<UserId, UserAt> user_at;
  IdVec<SourceId, SourceAt> source_at;
  IdVec<SourceAt, SourceId> source;
  IdVec<FeederId, FeederAt> feeder_at;
  IdVec<FeederId, SectionId> feeder_first, feeder_last;  ///< empty interval: feeds nothing

  IdVec<SectionId, NodeId> first_node;  ///< [n_section + 1], likewise below
  IdVec<SectionId, LineId> first_line;
  IdVec<SectionId, UserId> first_user;
};

/// Preorder of the normal tree, as columns.hpp documents it. Cost: O(rows).
[[nodiscard]] Numbering number_rows(Rows const& rows, Links const& links, NodeGraph const& graph,
                                    NormalTree const& tree);

}  // namespace tieline::network::building
