# The targets format and format-check: clang-format, where it is installed, over all native sources.
find_program(WEFT_CLANG_FORMAT NAMES clang-format-14 clang-format)
if(WEFT_CLANG_FORMAT)
  file(GLOB_RECURSE weft_formatted CONFIGURE_DEPENDS
    ${CMAKE_CURRENT_SOURCE_DIR}/include/*.h ${CMAKE_CURRENT_SOURCE_DIR}/src/*.h ${CMAKE_CURRENT_SOURCE_DIR}/src/*.cpp
    ${CMAKE_CURRENT_SOURCE_DIR}/src/*.cu ${CMAKE_CURRENT_SOURCE_DIR}/../benchmarks/gpu/programs/*.h
    ${CMAKE_CURRENT_SOURCE_DIR}/../benchmarks/gpu/programs/*.cpp ${CMAKE_CURRENT_SOURCE_DIR}/../benchmarks/gpu/programs/*.cu
    ${CMAKE_CURRENT_SOURCE_DIR}/test/*.h ${CMAKE_CURRENT_SOURCE_DIR}/test/*.cpp
    ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/*.h ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/*.cpp)
  add_custom_target(format COMMAND ${WEFT_CLANG_FORMAT} -i ${weft_formatted})
  add_custom_target(format-check COMMAND ${WEFT_CLANG_FORMAT} --dry-run -Werror ${weft_formatted})
endif()
