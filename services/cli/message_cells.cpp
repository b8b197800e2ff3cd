#include "services/cli/message_cells.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "engine/base/check.hpp"
#include "services/cli/table.hpp"

namespace tieline::services {

std::string cell_of(google::protobuf::Message const& message, std::string_view name) {
  using Field = google::protobuf::FieldDescriptor;
  auto const* const field = message.GetDescriptor()->FindFieldByName(std::string{name});
  TIELINE_CHECK(field != nullptr && !field->is_repeated());
  auto const& values = *message.GetReflection();
  if (field->has_presence() && !values.HasField(message, field)) {
    return {};
  }
  switch (field->cpp_type()) {
    case Field::CPPTYPE_DOUBLE:
      return plain(values.GetDouble(message, field));
    case Field::CPPTYPE_INT32:
      return std::to_string(values.GetInt32(message, field));
    case Field::CPPTYPE_INT64:
      return std::to_string(values.GetInt64(message, field));
    case Field::CPPTYPE_BOOL:
      return values.GetBool(message, field) ? "yes" : "no";
    case Field::CPPTYPE_STRING:
      return values.GetString(message, field);
    default:
      break;
  }
  TIELINE_CHECK(false);
  return {};
}

std::vector<std::string> cells_of(google::protobuf::Message const& message,
                                  std::span<std::string_view const> names) {
  std::vector<std::string> cells;
  cells.reserve(names.size());
  for (auto const name : names) {
    cells.push_back(cell_of(message, name));
  }
  return cells;
}

}  // namespace tieline::services
