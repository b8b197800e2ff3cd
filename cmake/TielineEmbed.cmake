# A text file compiled into a library: one source of truth, no path at run time.
include_guard()

# tieline_embed(<target> <file> <function>): adds `std::string_view <function>()`, its text.
function(tieline_embed target file function)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  file(READ ${file} text)
  string(REGEX REPLACE "::[^:]*$" "" namespace ${function})
  string(REGEX REPLACE "^.*::" "" name ${function})
  string(MAKE_C_IDENTIFIER ${function} stem)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/embedded/${stem}.cpp)
  file(CONFIGURE OUTPUT ${out} @ONLY CONTENT [==[
// Generated from a data file by cmake/TielineEmbed.cmake.
#include <string_view>

namespace @namespace@ {

std::string_view @name@();

std::string_view @name@() {
  return R"tieline(@text@)tieline";
}

}  // namespace @namespace@
]==])
  target_sources(${target} PRIVATE ${out})
endfunction()
