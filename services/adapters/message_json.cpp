#include "services/adapters/message_json.hpp"

#include <google/protobuf/message.h>
#include <google/protobuf/util/json_util.h>

#include "engine/base/check.hpp"

namespace tieline::services {

std::string to_json(google::protobuf::Message const& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.always_print_primitive_fields = true;
  options.preserve_proto_field_names = true;
  std::string json;
  auto const status = google::protobuf::util::MessageToJsonString(message, &json, options);
  TIELINE_CHECK(status.ok());  // fails only on text that is not UTF-8: adapters repair that
  if (json.empty() || json.back() != '\n') {
    json += '\n';
  }
  return json;
}

}  // namespace tieline::services
