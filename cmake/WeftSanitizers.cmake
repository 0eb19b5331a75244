# WEFT_SANITIZE: sanitizers for library and tests, such as "address;undefined" or "thread".
set(WEFT_SANITIZE "" CACHE STRING "Sanitizers, a list: address;undefined, or thread")

# Lines in reports are enough, and variables would take as long again to compile.
add_library(weft_sanitizers INTERFACE)
if(WEFT_SANITIZE)
  list(JOIN WEFT_SANITIZE "," sanitizers)
  target_compile_options(weft_sanitizers INTERFACE
    -fsanitize=${sanitizers} -fno-sanitize-recover=all -fno-omit-frame-pointer -g1)
  target_link_options(weft_sanitizers INTERFACE -fsanitize=${sanitizers})
endif()
