// PTX as the interpreter runs it: a kernel is an array of instructions, each with the function that executes it and
// operands that are places among a warp's registers. text.h reads it, assemble.cpp builds this of it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace weft::test::ptx {

class Warp;
struct Instruction;

enum class Type : uint8_t { none, pred, b8, s8, u8, b16, s16, u16, b32, s32, u32, f32, b64, s64, u64, f64 };

int bytes_of(Type type);
// none for what is no type's name.
Type type_of(const std::string& name);

enum class Space : uint8_t { generic, global, shared, cluster, local, parameter };

// What an instruction expects of an operand.
enum class Role : uint8_t { in, out, address, ignorable_out };

struct Operand {
  // Of the first lane's value: bytes from the begin of a warp's registers, or of the kernel's constants.
  uint32_t at = 0;
  bool constant = false;
  bool ignored = false;  // '_', or not written at all
  uint8_t bytes = 4;     // of the register
};

// Executes an instruction for the lanes of `mask`.
using Handler = void (*)(Warp& warp, const Instruction& instruction, uint32_t mask);

constexpr int max_operands = 8;

struct Instruction {
  Handler run = nullptr;
  std::array<Operand, max_operands> operands{};
  Operand guard{};
  bool guarded = false;
  bool guard_negated = false;
  bool branches = false;
  bool ends = false;
  bool control = false;  // may make lanes wait, jump or end
  Space space = Space::generic;
  Type type = Type::none;  // of one element in memory
  uint8_t elements = 1;    // of a vector in memory
  uint8_t detail = 0;      // what the handler makes of it
  uint32_t target = 0;     // of a branch
  int64_t offset = 0;      // in its address
  int line = 0;
};

// A variable outside of registers, or a parameter.
struct Variable {
  int64_t offset;  // within its space
  int64_t bytes;
};

struct Kernel {
  std::string name;  // demangled
  std::string file;
  std::vector<Instruction> code;
  std::vector<std::string> text;         // of each instruction, for messages
  std::vector<unsigned char> constants;  // immediate operands, a value for each lane
  uint32_t register_bytes = 0;           // of a warp, the special registers among them
  int64_t parameter_bytes = 0;
  int64_t static_shared_bytes = 0;
  int64_t local_bytes = 0;  // of a thread
  int threads_at_most = 0;  // 0: not said
  bool overlaps = false;    // with the kernel before it, for which it waits

  // "line 12 of small.ptx: add.s32 ..."
  std::string where(uint32_t pc) const;
};

// The kernels of one file of PTX. Those that a test never launches cost no more than being cut out.
class Module {
 public:
  // Error where it cannot be read.
  explicit Module(const std::string& path);
  Module(std::string name, std::string text);

  // Whether the demangled name of any contains `part`.
  bool has(const std::string& part) const;
  // The one whose demangled name contains `part`; Error unless there is exactly one, or where it holds something that
  // the interpreter does not know.
  const Kernel& kernel(const std::string& part);

 private:
  struct Entry {
    std::string name;
    std::string text;
    int line;
  };
  void cut(const std::string& text);

  std::string file_;
  std::string preamble_;
  std::vector<Entry> entries_;
  std::unordered_map<std::string, Kernel> kernels_;
};

}  // namespace weft::test::ptx
