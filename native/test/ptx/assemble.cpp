#include "ptx/assemble.h"

#include <algorithm>
#include <map>

#include "ptx/bind.h"
#include "ptx/slots.h"
#include "ptx/spaces.h"
#include "shim/host_block.h"

namespace weft::test::ptx {
namespace {

int64_t aligned(int64_t offset, int64_t alignment) { return (offset + alignment - 1) / alignment * alignment; }

// Registers that are named one by one, or by a prefix and a number; and labels. Braces open a scope.
struct Scope {
  std::size_t parent;
  std::map<std::string, uint32_t> registers;
  std::map<std::string, std::pair<uint32_t, uint64_t>> numbered;  // first register, and how many
  std::map<std::string, uint32_t> labels;
};

class Assembler {
 public:
  Assembler(const std::string& file, const std::string& name) {
    kernel_.name = name;
    kernel_.file = file;
    scopes_.push_back({0, {}, {}, {}});
    for (const char* special : special_names) declare(special, register_of(Type::b32));
  }

  Kernel assemble(const Function& function, const std::vector<Statement>& variables) {
    kernel_.threads_at_most = function.threads_at_most;
    for (const Statement& statement : function.parameters) declare_variable(statement);
    for (const Statement& statement : variables) declare_variable(statement);
    for (const Statement& statement : function.body) {
      if (statement.kind == Statement::Kind::variable) declare_variable(statement);
    }
    for (const Statement& statement : function.body) take(statement);
    if (kernel_.code.empty() || !leaves(kernel_.code.back())) {
      line_ = function.body.back().line;
      fail("a function that does not end");
    }
    for (const Jump& jump : jumps_) resolve(jump);
    assign_slots(kernel_, registers_, static_cast<std::size_t>(Special::count), written_);
    return std::move(kernel_);
  }

 private:
  struct Jump {
    std::size_t instruction;
    std::size_t scope;
    std::string label;
    int line;
  };

  [[noreturn]] void fail(const std::string& what) const {
    throw Error("line " + std::to_string(line_) + " of " + kernel_.file + ": " + what);
  }

  static bool leaves(const Instruction& instruction) {
    return (instruction.ends || instruction.branches) && !instruction.guarded;
  }

  static Register register_of(Type type) {
    if (type == Type::pred) return {8, 0};
    uint8_t bytes = static_cast<uint8_t>(bytes_of(type));
    return {static_cast<uint32_t>(lanes_of_warp * (bytes == 8 ? 8 : 4)), bytes};
  }

  uint32_t add_register(Register kind) {
    registers_.push_back(kind);
    return static_cast<uint32_t>(registers_.size() - 1);
  }

  void declare(const std::string& name, Register kind) { scopes_[scope_].registers[name] = add_register(kind); }

  // Static shared memory grows as it is declared; the launch's own, which has no size, begins behind it all.
  void declare_variable(const Statement& statement) {
    const Term& term = statement.declared[0];
    int64_t bytes = static_cast<int64_t>(term.number);
    int64_t* end = nullptr;
    if (statement.space == ".param") end = &kernel_.parameter_bytes;
    if (statement.space == ".shared") end = &kernel_.static_shared_bytes;
    if (statement.space == ".local") end = &kernel_.local_bytes;
    if (end == nullptr) return;
    if (statement.space == ".shared" && bytes == 0) {
      dynamic_.push_back(term.name);
      return;
    }
    *end = aligned(*end, statement.alignment);
    variables_[term.name] = *end + (statement.space == ".shared" ? shared_begin : 0);
    *end += bytes;
  }

  void take(const Statement& statement) {
    line_ = statement.line;
    switch (statement.kind) {
      case Statement::Kind::open:
        scopes_.push_back({scope_, {}, {}, {}});
        scope_ = scopes_.size() - 1;
        break;
      case Statement::Kind::close:
        scope_ = scopes_[scope_].parent;
        break;
      case Statement::Kind::label:
        scopes_[scope_].labels[statement.name] = static_cast<uint32_t>(kernel_.code.size());
        break;
      case Statement::Kind::registers:
        declare_registers(statement);
        break;
      case Statement::Kind::variable:
        break;
      case Statement::Kind::instruction:
        add_instruction(statement);
        break;
    }
  }

  void declare_registers(const Statement& statement) {
    Type type = type_of(statement.name);
    if (type == Type::none) fail("registers of type " + statement.name);
    Register kind = register_of(type);
    for (const Term& term : statement.declared) {
      if (term.number == 0) {
        declare(term.name, kind);
      } else {
        scopes_[scope_].numbered[term.name] = {static_cast<uint32_t>(registers_.size()), term.number};
        for (uint64_t i = 0; i < term.number; i++) add_register(kind);
      }
    }
  }

  const uint32_t* find_register(const std::string& name) {
    std::size_t digits = name.find_last_not_of("0123456789") + 1;
    for (std::size_t scope = scope_;; scope = scopes_[scope].parent) {
      auto found = scopes_[scope].registers.find(name);
      if (found != scopes_[scope].registers.end()) return &found->second;
      auto family = scopes_[scope].numbered.find(name.substr(0, digits));
      if (digits < name.size() && family != scopes_[scope].numbered.end()) {
        uint64_t number = std::stoull(name.substr(digits));
        if (number < family->second.second) {
          found_ = family->second.first + static_cast<uint32_t>(number);
          return &found_;
        }
      }
      if (scope == 0) return nullptr;
    }
  }

  // An immediate operand: its value for every lane.
  Operand constant(uint64_t bits, uint8_t bytes) {
    Operand operand;
    operand.constant = true;
    operand.bytes = bytes;
    uint64_t value = bits;
    if (bytes == 0) value = bits == 0 ? 0 : all_lanes;
    if (bytes == 2) value = bits & 0xffff;
    if (bytes == 4) value = bits & 0xffffffff;
    std::size_t cell = bytes == 8 ? 8 : 4;
    auto [place, added] = constants_.try_emplace({value, cell}, static_cast<uint32_t>(kernel_.constants.size()));
    operand.at = place->second;
    if (!added) return operand;
    for (int lane = 0; lane < lanes_of_warp; lane++) {
      for (std::size_t i = 0; i < cell; i++) kernel_.constants.push_back(static_cast<unsigned char>(value >> (8 * i)));
    }
    return operand;
  }

  Operand operand_of(const Term& term, const Parameter& parameter) {
    if (term.kind == Term::Kind::ignored) {
      if (parameter.role != Role::out && parameter.role != Role::ignorable_out) fail("'_' where a value is read");
      Operand operand;
      operand.ignored = true;
      return operand;
    }
    bool address = parameter.role == Role::address;
    if (term.kind == Term::Kind::number) {
      if (parameter.role == Role::out || parameter.role == Role::ignorable_out) fail("a number where a result goes");
      if (term.float_bytes != 0 && term.float_bytes != parameter.bytes) fail("a float of the wrong size");
      return constant(term.number, address ? 8 : parameter.bytes);
    }
    if (const uint32_t* number = find_register(term.name)) {
      Operand operand;
      operand.at = *number;
      operand.bytes = registers_[*number].bytes;
      bool fits = address ? operand.bytes >= 4
                          : operand.bytes == parameter.bytes || (parameter.any && operand.bytes > parameter.bytes);
      if (!fits) {
        fail(term.name + " has " + std::to_string(operand.bytes) + " bytes where " + std::to_string(parameter.bytes) +
             " are expected");
      }
      return operand;
    }
    if (std::find(dynamic_.begin(), dynamic_.end(), term.name) != dynamic_.end()) {
      int64_t begin = dynamic_begin(kernel_.static_shared_bytes);
      return constant(static_cast<uint64_t>(begin), address ? 8 : parameter.bytes);
    }
    auto variable = variables_.find(term.name);
    if (variable == variables_.end()) fail("'" + term.name + "' is not known");
    return constant(static_cast<uint64_t>(variable->second), address ? 8 : parameter.bytes);
  }

  void add_instruction(const Statement& statement) {
    std::vector<Term> terms;
    std::string opcode = statement.name;
    Instruction instruction;
    instruction.line = statement.line;
    for (Operand& operand : instruction.operands) operand.ignored = true;
    for (std::size_t i = 0; i < statement.operands.size(); i++) {
      const Written& written = statement.operands[i];
      if (written.kind == Written::Kind::vector && opcode.compare(0, 4, "mov.") == 0) {
        opcode += i == 0 ? ".unpack" : ".pack";
        opcode += std::to_string(written.terms.size());
      }
      if (written.kind == Written::Kind::address && written.offset != 0) instruction.offset = written.offset;
      terms.insert(terms.end(), written.terms.begin(), written.terms.end());
      if (!written.pair.empty()) opcode += "|";
      terms.insert(terms.end(), written.pair.begin(), written.pair.end());
    }
    Binding binding;
    try {
      binding = ptx::bind(opcode, terms.size());
    } catch (const Error& error) {
      fail(std::string(error.what()) + ": " + statement.text);
    }
    instruction.run = binding.run;
    instruction.branches = binding.branches;
    instruction.ends = binding.ends;
    instruction.control = binding.control;
    instruction.space = binding.space;
    instruction.type = binding.type;
    instruction.elements = binding.elements;
    instruction.detail = binding.detail;
    uint8_t written = 0;
    if (binding.branches) {
      jumps_.push_back({kernel_.code.size(), scope_, terms[0].name, line_});
    } else {
      if (binding.ignores_first) terms.insert(terms.begin(), Term());
      if (binding.ignores_second) terms.insert(terms.begin() + 1, Term());
      for (std::size_t i = 0; i < terms.size(); i++) {
        const Parameter& parameter = binding.parameters[i];
        if (terms[i].negated) fail("a negated operand is not supported: " + statement.text);
        instruction.operands[i] = operand_of(terms[i], parameter);
        bool out = parameter.role == Role::out || parameter.role == Role::ignorable_out;
        written = static_cast<uint8_t>(written | static_cast<unsigned>(out) << i);
      }
    }
    if (statement.guard.kind == Term::Kind::name) {
      instruction.guarded = true;
      instruction.guard_negated = statement.guard.negated;
      instruction.guard = operand_of(statement.guard, {Role::in, 0});
    }
    if (opcode == "griddepcontrol.wait") kernel_.overlaps = true;
    kernel_.code.push_back(instruction);
    kernel_.text.push_back(statement.text);
    written_.push_back(written);
  }

  void resolve(const Jump& jump) {
    line_ = jump.line;
    for (std::size_t scope = jump.scope;; scope = scopes_[scope].parent) {
      auto found = scopes_[scope].labels.find(jump.label);
      if (found != scopes_[scope].labels.end()) {
        if (found->second >= kernel_.code.size()) fail("nothing follows label " + jump.label);
        kernel_.code[jump.instruction].target = found->second;
        return;
      }
      if (scope == 0) fail("there is no label " + jump.label);
    }
  }

  Kernel kernel_;
  std::vector<Register> registers_;
  std::vector<Scope> scopes_;
  std::size_t scope_ = 0;
  std::map<std::string, int64_t> variables_;
  std::vector<std::string> dynamic_;
  std::map<std::pair<uint64_t, std::size_t>, uint32_t> constants_;
  std::vector<Jump> jumps_;
  std::vector<uint8_t> written_;
  uint32_t found_ = 0;
  int line_ = 0;
};

}  // namespace

Kernel assemble(const std::string& file, const std::string& name, const Function& function,
                const std::vector<Statement>& variables) {
  return Assembler(file, name).assemble(function, variables);
}

}  // namespace weft::test::ptx
