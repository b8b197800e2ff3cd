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
  if(Protobuf_FOUND AND TARGET protobuf::protoc AND CLI11_FOUND AND Threads_FOUND)
    set(TIELINE_WITH_SERVICES ON)
  else()
    message(STATUS "Only the engine is built: the command line needs libprotobuf-dev, "
                   "protobuf-compiler and libcli11-dev")
  endif()
endif()
