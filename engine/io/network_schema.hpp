#pragma once
// The files of network/ as declarations.

#include "engine/io/schema.hpp"
#include "engine/network/tables.hpp"

namespace tieline::io {

extern TableSchema const kSourcesSchema;
extern TableSchema const kNodesSchema;
extern TableSchema const kLinesSchema;
extern TableSchema const kSwitchesSchema;
extern TableSchema const kTransformersSchema;
extern TableSchema const kFeedersSchema;
extern TableSchema const kProfilesSchema;
extern TableSchema const kMetaSchema;

/// One row of meta.csv.
struct MetaRow {
  std::string key, value;
  std::uint32_t row = 0;
};

}  // namespace tieline::io
