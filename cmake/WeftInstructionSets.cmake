# weft_add_kernels(TARGET TABLE SOURCE): compiles SOURCE once for each instruction set of the processor family, with
# WEFT_KERNEL_TABLE as the name of its table (TABLE_avx2, say), and links the objects into TARGET. The library picks one
# table at run time, so the build machine's own processor does not matter.
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64|amd64")
  set(WEFT_INSTRUCTION_SETS baseline avx2 avx512)
else()
  set(WEFT_INSTRUCTION_SETS baseline)
endif()

set(weft_flags_baseline "")
set(weft_flags_avx2 -mavx2 -mfma)
set(weft_flags_avx512 -mavx512f -mavx512bw -mavx512dq -mavx512vl -mavx2 -mfma -mprefer-vector-width=512)

function(weft_add_kernels target table source)
  foreach(isa IN LISTS WEFT_INSTRUCTION_SETS)
    set(objects ${target}_${table}_${isa})
    add_library(${objects} OBJECT ${source})
    target_include_directories(${objects} PRIVATE include src)
    target_compile_definitions(${objects} PRIVATE WEFT_KERNEL_TABLE=${table}_${isa})
    # Contraction of products is written out in the fused kernels, see src/cpu/simd.h.
    if(table MATCHES "^fused_")
      set(contraction -ffp-contract=off)
    else()
      set(contraction "")
    endif()
    # Under sanitizers hundreds of unrolled tiles would compile for minutes.
    if(WEFT_SANITIZE)
      set(optimisation -O1)
    else()
      set(optimisation -O3)
    endif()
    # No flag changes a result: the kernels read no errno and no floating-point flags, which would keep the compiler from
    # vectorising square roots and selections; and sums that begin at 0 are registers, not memory for GCC's memset.
    target_compile_options(${objects} PRIVATE ${optimisation} -fno-math-errno -fno-trapping-math
      $<$<CXX_COMPILER_ID:GNU>:-fno-tree-loop-distribute-patterns> ${contraction} ${weft_flags_${isa}})
    target_link_libraries(${objects} PRIVATE weft_warnings weft_sanitizers)
    target_sources(${target} INTERFACE $<TARGET_OBJECTS:${objects}>)
  endforeach()
endfunction()
