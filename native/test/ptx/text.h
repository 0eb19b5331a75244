// The text of a PTX function, cut into statements: labels, declarations and instructions, with nothing known yet of
// what they mean.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace weft::test::ptx {

struct Term {
  enum class Kind { name, number, ignored };
  Kind kind = Kind::ignored;
  std::string name;
  uint64_t number = 0;      // bits of an integer, or of a float of 4 or 8 bytes
  uint8_t float_bytes = 0;  // 0: an integer
  bool negated = false;     // !name
};

// One operand as it is written.
struct Written {
  enum class Kind { term, vector, address };
  Kind kind = Kind::term;
  std::vector<Term> terms;  // a term, or the elements of a vector, or an address's base
  std::vector<Term> pair;   // the second of `a|b`
  int64_t offset = 0;       // of an address
};

struct Statement {
  enum class Kind { label, instruction, registers, variable, open, close };
  Kind kind;
  int line;
  std::string name;  // label, opcode, or type of registers
  Term guard;        // of an instruction; ignored where there is none
  std::vector<Written> operands;
  std::vector<Term> declared;  // registers: names; number is the count of those that are numbered, or 0
  std::string space;           // of a variable, which is declared[0]; number is its bytes
  int64_t alignment = 1;
  std::string text;
};

struct Function {
  std::vector<Statement> parameters;  // variables
  std::vector<Statement> body;
  int threads_at_most = 0;
};

// `text` is one .entry, `line` where it begins. Error where it cannot be read.
Function parse_function(const std::string& file, const std::string& text, int line);

// Variables before the first function.
std::vector<Statement> parse_variables(const std::string& file, const std::string& text);

}  // namespace weft::test::ptx
