#include "ptx/bind.h"

#include <sstream>

#include "shim/host_block.h"

namespace weft::test::ptx {
namespace {

const Table& table() {
  static const Table all = [] {
    Table made;
    add_integers(made);
    add_bits(made);
    add_floats(made);
    add_comparisons(made);
    add_conversions(made);
    add_moves(made);
    add_barriers(made);
    add_clusters(made);
    return made;
  }();
  return all;
}

std::vector<std::string> words_of(const std::string& opcode) {
  std::vector<std::string> words;
  std::stringstream stream(opcode);
  for (std::string word; std::getline(stream, word, '.');) words.push_back(word);
  return words;
}

}  // namespace

Binding bind(const std::string& opcode, std::size_t operands) {
  Binding binding;
  if (const Binding* found = table().find(opcode + "/" + std::to_string(operands))) {
    binding = *found;
  } else if (const Binding* alone = table().find(opcode)) {
    binding = *alone;
  } else if (!bind_access(words_of(opcode), binding)) {
    throw Error("the interpreter does not know " + opcode);
  }
  std::size_t written = binding.parameters.size() - binding.ignores_first - binding.ignores_second;
  if (written != operands) {
    throw Error(opcode + " takes " + std::to_string(written) + " operands, not " + std::to_string(operands));
  }
  return binding;
}

}  // namespace weft::test::ptx
