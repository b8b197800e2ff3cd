#pragma once
// Fields of a message as cells of CSV, by their names.

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace google::protobuf {
class Message;
}

namespace tieline::services {

/// A number in its shortest form, a text as it is, yes/no; empty where the field is absent.
/// Requires: `name` is a single field of the message, and no message.
[[nodiscard]] std::string cell_of(google::protobuf::Message const& message, std::string_view name);

[[nodiscard]] std::vector<std::string> cells_of(google::protobuf::Message const& message,
                                                std::span<std::string_view const> names);

}  // namespace tieline::services
