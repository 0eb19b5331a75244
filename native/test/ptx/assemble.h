// Makes a kernel of its text: names become registers, constants and places, opcodes become handlers.
#pragma once

#include "ptx/program.h"
#include "ptx/text.h"

namespace weft::test::ptx {

// `variables` are those of the whole file. Error, naming the line, for what the interpreter does not know.
Kernel assemble(const std::string& file, const std::string& name, const Function& function,
                const std::vector<Statement>& variables);

}  // namespace weft::test::ptx
