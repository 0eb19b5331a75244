#include "ptx/text.h"

#include "ptx/lexer.h"

namespace weft::test::ptx {
namespace {

Term number_of(Lexer& lexer, bool minus) {
  std::string text = lexer.take().text;
  Term term;
  term.kind = Term::Kind::number;
  if (text.size() > 2 && text[0] == '0' && (text[1] == 'f' || text[1] == 'F' || text[1] == 'd' || text[1] == 'D')) {
    term.float_bytes = text[1] == 'f' || text[1] == 'F' ? 4 : 8;
    term.number = std::stoull(text.substr(2), nullptr, 16);
    if (minus) lexer.fail("a sign before the bits of a float");
    return term;
  }
  if (text.back() == 'U') text.pop_back();
  term.number = std::stoull(text, nullptr, 0);
  if (minus) term.number = -term.number;
  return term;
}

Term term_of(Lexer& lexer) {
  Term term;
  if (lexer.take_if("!")) term.negated = true;
  bool minus = lexer.take_if("-");
  if (lexer.peek().kind == Token::Kind::number) return number_of(lexer, minus);
  if (minus || lexer.peek().kind != Token::Kind::word) lexer.fail("'" + lexer.peek().text + "' is no operand");
  term.name = lexer.take().text;
  if (term.name != "_") term.kind = Term::Kind::name;
  return term;
}

Written operand_of(Lexer& lexer) {
  Written operand;
  if (lexer.take_if("{")) {
    operand.kind = Written::Kind::vector;
    do {
      operand.terms.push_back(term_of(lexer));
    } while (lexer.take_if(","));
    lexer.expect("}");
  } else if (lexer.take_if("[")) {
    operand.kind = Written::Kind::address;
    operand.terms.push_back(term_of(lexer));
    if (lexer.take_if("+")) operand.offset = static_cast<int64_t>(term_of(lexer).number);
    lexer.expect("]");
  } else {
    operand.terms.push_back(term_of(lexer));
    if (lexer.take_if("|")) operand.pair.push_back(term_of(lexer));
  }
  return operand;
}

Statement registers_of(Lexer& lexer, int line) {
  Statement statement{Statement::Kind::registers, line, lexer.take().text.substr(1), {}, {}, {}, "", 1, ""};
  do {
    Term term;
    term.name = lexer.take().text;
    if (lexer.take_if("<")) {
      term.number = term_of(lexer).number;
      lexer.expect(">");
    }
    statement.declared.push_back(term);
  } while (lexer.take_if(","));
  lexer.expect(";");
  return statement;
}

uint64_t bytes_of_element(Lexer& lexer, const std::string& type) {
  std::size_t digits = type.find_first_of("0123456789");
  if (digits == std::string::npos) lexer.fail("a variable of type " + type);
  return std::stoull(type.substr(digits)) / 8;
}

// `.shared .align 4 .b8 name[128]`, its space taken already.
Statement variable_of(Lexer& lexer, int line, const std::string& space) {
  Statement statement{Statement::Kind::variable, line, "", {}, {}, {}, space, 1, ""};
  Term term;
  uint64_t element = 0;
  while (lexer.peek().text[0] == '.') {
    std::string word = lexer.take().text;
    if (word == ".align") {
      statement.alignment = static_cast<int64_t>(term_of(lexer).number);
    } else if (word != ".ptr" && word != ".global" && word != ".shared") {
      element = bytes_of_element(lexer, word);
    }
  }
  term.name = lexer.take().text;
  term.number = element;
  while (lexer.take_if("[")) {
    term.number = lexer.peek().is("]") ? 0 : term.number * term_of(lexer).number;
    lexer.expect("]");
  }
  if (lexer.peek().is("=")) lexer.fail("variables with initial values are not supported");
  if (statement.alignment < static_cast<int64_t>(element)) statement.alignment = static_cast<int64_t>(element);
  statement.declared.push_back(term);
  return statement;
}

Statement instruction_of(Lexer& lexer) {
  Statement statement{Statement::Kind::instruction, lexer.peek().line, "", {}, {}, {}, "", 1, ""};
  std::size_t begin = lexer.place();
  if (lexer.take_if("@")) statement.guard = term_of(lexer);
  statement.name = lexer.take().text;
  if (!lexer.peek().is(";")) {
    do {
      statement.operands.push_back(operand_of(lexer));
    } while (lexer.take_if(","));
  }
  statement.text = lexer.between(begin, lexer.place());
  lexer.expect(";");
  return statement;
}

void parse_body(Lexer& lexer, std::vector<Statement>& body) {
  lexer.expect("{");
  for (int depth = 1; depth > 0;) {
    const Token& token = lexer.peek();
    int line = token.line;
    if (token.kind == Token::Kind::end) lexer.fail("a function without its end");
    if (token.is("{") || token.is("}")) {
      bool opens = lexer.take().is("{");
      depth += opens ? 1 : -1;
      body.push_back({opens ? Statement::Kind::open : Statement::Kind::close, line, "", {}, {}, {}, "", 1, ""});
    } else if (token.is(".reg")) {
      lexer.take();
      body.push_back(registers_of(lexer, line));
    } else if (token.is(".local") || token.is(".shared")) {
      std::string space = lexer.take().text;
      body.push_back(variable_of(lexer, line, space));
      lexer.expect(";");
    } else if (token.is(".loc") || token.is(".pragma")) {
      lexer.skip_line();
    } else if (token.text[0] == '.') {
      lexer.fail("'" + token.text + "' is not supported");
    } else if (token.is("@")) {
      body.push_back(instruction_of(lexer));
    } else {
      std::size_t after = lexer.place() + token.text.size();
      if (lexer.between(after, after + 1) == ":") {
        body.push_back({Statement::Kind::label, line, lexer.take().text, {}, {}, {}, "", 1, ""});
        lexer.expect(":");
      } else {
        body.push_back(instruction_of(lexer));
      }
    }
  }
}

}  // namespace

Function parse_function(const std::string& file, const std::string& text, int line) {
  Lexer lexer(file, text, line);
  Function function;
  lexer.expect(".entry");
  lexer.take();
  if (lexer.take_if("(")) {
    while (!lexer.take_if(")")) {
      int at = lexer.expect(".param").line;
      function.parameters.push_back(variable_of(lexer, at, ".param"));
      lexer.take_if(",");
    }
  }
  while (!lexer.peek().is("{")) {
    std::string directive = lexer.take().text;
    uint64_t product = 1;
    while (lexer.peek().kind == Token::Kind::number) {
      product *= term_of(lexer).number;
      lexer.take_if(",");
    }
    if (directive == ".maxntid" || directive == ".reqntid") function.threads_at_most = static_cast<int>(product);
  }
  parse_body(lexer, function.body);
  return function;
}

std::vector<Statement> parse_variables(const std::string& file, const std::string& text) {
  Lexer lexer(file, text, 1);
  std::vector<Statement> variables;
  while (lexer.peek().kind != Token::Kind::end) {
    int line = lexer.peek().line;
    if (lexer.peek().is(".shared") || lexer.peek().is(".global") || lexer.peek().is(".const")) {
      std::string space = lexer.take().text;
      variables.push_back(variable_of(lexer, line, space));
      lexer.expect(";");
    } else if (lexer.peek().is(".extern") || lexer.peek().is(".visible") || lexer.peek().is(".weak")) {
      lexer.take();
    } else {
      lexer.skip_line();
    }
  }
  return variables;
}

}  // namespace weft::test::ptx
