// Small kernels written in PTX.
#pragma once

#include <string>
#include <vector>

#include "ptx/launch.h"
#include "shim/host_block.h"

namespace weft::test::ptx {

// A kernel with one parameter, the address of `memory`, which is in %d0; registers %p, %h, %r, %d, %f and %e from 0 to
// 19 are predicates, 16, 32 and 64 bits, float and double; "shared" is the launch's shared memory.
inline std::string kernel_text(const std::string& body) {
  return ".version 8.0\n.target sm_90\n.address_size 64\n"
         ".extern .shared .align 128 .b8 shared[];\n"
         ".visible .entry test(\n.param .u64 memory\n)\n.maxntid 1024, 1, 1\n{\n"
         ".reg .pred %p<20>;\n.reg .b16 %h<20>;\n.reg .b32 %r<20>;\n"
         ".reg .b64 %d<20>;\n.reg .f32 %f<20>;\n.reg .f64 %e<20>;\n"
         "ld.param.u64 %d0, [memory];\ncvta.to.global.u64 %d0, %d0;\nmov.u32 %r0, %tid.x;\n" +
         body + "\nret;\n}\n";
}

inline void run(const std::string& body, const Launch& shape, std::vector<uint64_t>& memory) {
  Module module("test.ptx", kernel_text(body));
  GlobalMemory global;
  global.add(memory.data(), memory.size() * sizeof(uint64_t));
  const void* argument = memory.data();
  launch(module.kernel("test"), shape, global, &argument, sizeof(argument));
}

// The message of the Error that a kernel ends with; "" where it ends well.
inline std::string error_of(const std::string& body, const Launch& shape = {}) {
  // Begins where a bulk copy may begin.
  std::vector<uint64_t> memory(1024);
  try {
    run(body, shape, memory);
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

}  // namespace weft::test::ptx
