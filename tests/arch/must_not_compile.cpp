// Mistakes the types refuse. Compiled once per CASE; only CASE 0 may succeed.

#include "engine/base/id_bits.hpp"
#include "engine/base/id_vec.hpp"
#include "engine/network/ids.hpp"

namespace tieline::network {

struct Columns {
  IdVec<NodeId, float> node_kv{3};
  IdBits<SwitchId> closed{3};
};

[[maybe_unused]] inline float right_way(Columns const& columns) {
  return columns.closed.test(SwitchId{1}) ? columns.node_kv[NodeId{1}] : 0.0F;
}

#if CASE == 1  // a section does not index a node table
inline float wrong(Columns const& columns) {
  return columns.node_kv[SectionId{1}];
}
#elif CASE == 2  // nor does a bare number
inline float wrong(Columns const& columns) {
  return columns.node_kv[1];
}
#elif CASE == 3  // ids of two tables do not compare
inline bool wrong(NodeId node, SectionId section) {
  return node == section;
}
#elif CASE == 4  // ids have no arithmetic
inline NodeId wrong(NodeId node) {
  return node + 1;
}
#elif CASE == 5  // a line is not a switch
inline bool wrong(Columns const& columns, LineId line) {
  return columns.closed.test(line);
}
#endif

}  // namespace tieline::network
