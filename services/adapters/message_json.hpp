#pragma once
// A message as proto3 JSON, the way every face of tieline prints it.

#include <string>

namespace google::protobuf {
class Message;
}

namespace tieline::services {

/// Indented JSON with original field names and zero values printed, ending in a newline.
/// A 64-bit integer prints as a string, as proto3 JSON demands.
[[nodiscard]] std::string to_json(google::protobuf::Message const& message);

}  // namespace tieline::services
