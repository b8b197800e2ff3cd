# Warnings and floating-point rules of every target of ours, and one static library a floor.
include_guard()

find_package(fmt REQUIRED)
find_package(Boost CONFIG REQUIRED)  # its own config: CMake's module is on its way out
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(date REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(tl-expected REQUIRED)
find_package(OpenSSL REQUIRED)

add_library(tieline_options INTERFACE)
target_compile_options(tieline_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual
  -Wno-missing-field-initializers  # a designated initializer leaves the rest at its default on purpose
  $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>  # inside libstdc++'s std::stable_sort
  -ffp-contract=off  # the same bits on every compiler: no fused multiply-add
  $<$<BOOL:${TIELINE_WERROR}>:-Werror>)

function(tieline_floor name)  # tieline_floor(<name> [BELOW <floors it may include>] [LINK <libraries>])
  cmake_parse_arguments(arg "" "" "BELOW;LINK" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/engine/${name}/*.cpp)
  list(TRANSFORM arg_BELOW PREPEND tieline_ OUTPUT_VARIABLE below)
  if(sources)
    add_library(tieline_${name} STATIC ${sources})
    target_link_libraries(tieline_${name} PUBLIC ${below} ${arg_LINK} PRIVATE tieline_options)
    target_include_directories(tieline_${name} PUBLIC ${PROJECT_SOURCE_DIR})
  else()  # a floor of headers only
    add_library(tieline_${name} INTERFACE)
    target_link_libraries(tieline_${name} INTERFACE ${below} ${arg_LINK})
    target_include_directories(tieline_${name} INTERFACE ${PROJECT_SOURCE_DIR})
  endif()
endfunction()
