# Are the messages and the command line built? The engine itself never needs protobuf.
include_guard()

set(TIELINE_SERVICES AUTO CACHE STRING
    "Messages and command line: AUTO (where protobuf and CLI11 are installed), ON or OFF")
set_property(CACHE TIELINE_SERVICES PROPERTY STRINGS AUTO ON OFF)

set(TIELINE_WITH_SERVICES OFF)
if(NOT TIELINE_SERVICES STREQUAL "OFF")
  set(needed "")
  if(TIELINE_SERVICES STREQUAL "ON")
    set(needed REQUIRED)
  endif()
  find_package(Threads ${needed})
  find_package(Protobuf QUIET ${needed})
  find_package(CLI11 QUIET ${needed})
  find_path(XLSXWRITER_INCLUDE_DIR xlsxwriter.h)  # it ships no file of CMake's
  find_library(XLSXWRITER_LIBRARY xlsxwriter)
  mark_as_advanced(XLSXWRITER_INCLUDE_DIR XLSXWRITER_LIBRARY)
  if(XLSXWRITER_INCLUDE_DIR AND XLSXWRITER_LIBRARY AND NOT TARGET Xlsxwriter::Xlsxwriter)
    add_library(Xlsxwriter::Xlsxwriter UNKNOWN IMPORTED)
    set_target_properties(Xlsxwriter::Xlsxwriter PROPERTIES
      IMPORTED_LOCATION ${XLSXWRITER_LIBRARY}
      INTERFACE_INCLUDE_DIRECTORIES ${XLSXWRITER_INCLUDE_DIR})
  endif()
  if(Protobuf_FOUND AND TARGET protobuf::protoc AND CLI11_FOUND AND Threads_FOUND
     AND TARGET Xlsxwriter::Xlsxwriter)
    set(TIELINE_WITH_SERVICES ON)
  else()
    message(STATUS "Only the engine is built: the command line needs libprotobuf-dev, "
                   "protobuf-compiler, libcli11-dev and libxlsxwriter-dev")
    if(needed)
      message(FATAL_ERROR "TIELINE_SERVICES is ON, but a library is missing")
    endif()
  endif()
endif()
