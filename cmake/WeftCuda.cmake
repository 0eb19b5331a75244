# The CUDA library's compiler: whether there is an nvcc that builds it, and for which GPUs.
#
#   WEFT_CUDA                AUTO (where there is an nvcc), ON (it must be there) or OFF
#   WEFT_CUDA_ARCHITECTURES  compute capabilities, as CMAKE_CUDA_ARCHITECTURES takes them; fewer build faster
#
# Sets WEFT_BUILD_CUDA.
set(WEFT_CUDA AUTO CACHE STRING "Build the CUDA library: AUTO (where nvcc is), ON or OFF")
set_property(CACHE WEFT_CUDA PROPERTY STRINGS AUTO ON OFF)

# Turing; A100; RTX 30; RTX 40; H100 and H200; B100 and B200; RTX 50 and, as PTX, what comes after it.
set(weft_cuda_architectures "75-real;80-real;86-real;89-real;90-real;100-real;120")
set(WEFT_CUDA_ARCHITECTURES "" CACHE STRING "Compute capabilities of the CUDA library; empty: ${weft_cuda_architectures}")
if(WEFT_CUDA_ARCHITECTURES)
  set(weft_cuda_architectures ${WEFT_CUDA_ARCHITECTURES})
endif()

set(WEFT_BUILD_CUDA OFF)
set(weft_oldest_nvcc 12.8)
if(WEFT_CUDA STREQUAL "OFF")
  set(reason "WEFT_CUDA is OFF")
else()
  include(CheckLanguage)
  # Where the toolkit's installer puts nvcc, which is on nobody's PATH at first.
  find_program(WEFT_NVCC nvcc HINTS ENV CUDACXX ENV CUDA_PATH ENV CUDA_HOME PATHS /usr/local/cuda PATH_SUFFIXES bin)
  mark_as_advanced(WEFT_NVCC)
  if(WEFT_NVCC)
    set(CMAKE_CUDA_ARCHITECTURES ${weft_cuda_architectures})
    if(NOT DEFINED CMAKE_CUDA_COMPILER)
      set(CMAKE_CUDA_COMPILER ${WEFT_NVCC})
    endif()
    execute_process(COMMAND ${WEFT_NVCC} --version OUTPUT_VARIABLE nvcc_version ERROR_QUIET)
    string(REGEX MATCH "release ([0-9]+\\.[0-9]+)" matched "${nvcc_version}")
    set(nvcc_version ${CMAKE_MATCH_1})
    if(NOT nvcc_version OR nvcc_version VERSION_LESS weft_oldest_nvcc)
      set(reason "${WEFT_NVCC} is version '${nvcc_version}', and ${weft_oldest_nvcc} or newer is needed")
    else()
      set(WEFT_BUILD_CUDA ON)
    endif()
  else()
    set(reason "there is no nvcc (on the PATH, in CUDA_HOME or /usr/local/cuda)")
  endif()
endif()

if(WEFT_BUILD_CUDA)
  enable_language(CUDA)
  find_package(CUDAToolkit REQUIRED)
elseif(WEFT_CUDA STREQUAL "ON")
  message(FATAL_ERROR "WEFT_CUDA is ON, but ${reason}")
else()
  message(STATUS "Weft: the CPU library alone, without CUDA: ${reason}")
endif()

# Kernels: no contraction of products but where they say so, so that all instances of a kernel round alike; subnormals
# count as 0, as in the CPU backend. The assembler says
# what each kernel uses, which cmake/keep-ptxas.sh keeps.
set(WEFT_CUDA_OPTIONS -Xptxas=-v -ftz=true -fmad=false -Werror=all-warnings -Xcompiler=-Wall,-Wextra,-Werror)

# weft_keep_ptxas(TARGET): keeps what the assembler says beside each object.
function(weft_keep_ptxas target)
  set_property(TARGET ${target} PROPERTY RULE_LAUNCH_COMPILE
    "sh ${PROJECT_SOURCE_DIR}/../cmake/keep-ptxas.sh <OBJECT>")
endfunction()
