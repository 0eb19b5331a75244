# The OpenBLAS of the JavaCPP preset: WeftOpenBLAS::headers, and WeftOpenBLAS_LIBRARIES, the shared libraries in loading order
# for tests (the library itself is loaded at run time, see src/cpu/blas.h).
#
# Looked for in WEFT_OPENBLAS_ROOT, in the folders that JavaCPP's Maven plugin exports as BUILD_PATH, and in JavaCPP's
# cache; never in the system, whose version may be another than the one that users get.
set(WEFT_OPENBLAS_ROOT "" CACHE PATH "A folder with OpenBLAS's include/ and libopenblas.so.0")

set(candidates ${WEFT_OPENBLAS_ROOT})
if(NOT candidates)
  string(REPLACE ":" ";" candidates "$ENV{BUILD_PATH}")
  file(GLOB cached "$ENV{HOME}/.javacpp/cache/openblas-*.jar/org/bytedeco/openblas/*")
  list(SORT cached COMPARE NATURAL ORDER DESCENDING)
  list(APPEND candidates ${cached})
endif()

find_path(WeftOpenBLAS_ROOT_DIR include/cblas.h PATHS ${candidates} NO_DEFAULT_PATH)

set(WeftOpenBLAS_LIBRARIES)
foreach(name libquadmath.so.0 libgfortran.so.5 libopenblas.so.0)
  if(EXISTS "${WeftOpenBLAS_ROOT_DIR}/${name}")
    list(APPEND WeftOpenBLAS_LIBRARIES "${WeftOpenBLAS_ROOT_DIR}/${name}")
  endif()
endforeach()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(WeftOpenBLAS
  REQUIRED_VARS WeftOpenBLAS_ROOT_DIR WeftOpenBLAS_LIBRARIES
  REASON_FAILURE_MESSAGE
  "OpenBLAS comes from the JavaCPP preset: run `./weft build` once, which fills JavaCPP's cache, or give -DWEFT_OPENBLAS_ROOT=<folder>")

if(WeftOpenBLAS_FOUND AND NOT TARGET WeftOpenBLAS::headers)
  add_library(WeftOpenBLAS::headers INTERFACE IMPORTED)
  target_include_directories(WeftOpenBLAS::headers SYSTEM INTERFACE "${WeftOpenBLAS_ROOT_DIR}/include")
endif()
mark_as_advanced(WeftOpenBLAS_ROOT_DIR)
