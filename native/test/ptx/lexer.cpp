#include "ptx/lexer.h"

#include <cctype>

#include "shim/host_block.h"

namespace weft::test::ptx {
namespace {

bool begins_word(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$' || c == '%' || c == '.';
}

bool continues_word(char c) { return begins_word(c) || std::isdigit(static_cast<unsigned char>(c)) != 0; }

}  // namespace

Lexer::Lexer(std::string file, const std::string& text, int line) : file_(std::move(file)), text_(text), line_(line) {
  advance();
}

void Lexer::fail(const std::string& what) const {
  throw Error("line " + std::to_string(next_.line) + " of " + file_ + ": " + what);
}

void Lexer::skip_blanks() {
  while (at_ < text_.size()) {
    if (text_.compare(at_, 2, "//") == 0) {
      while (at_ < text_.size() && text_[at_] != '\n') at_++;
    } else if (text_.compare(at_, 2, "/*") == 0) {
      std::size_t end = text_.find("*/", at_ + 2);
      if (end == std::string::npos) end = text_.size() - 2;
      for (; at_ < end + 2; at_++) line_ += text_[at_] == '\n';
    } else if (std::isspace(static_cast<unsigned char>(text_[at_])) != 0) {
      line_ += text_[at_] == '\n';
      at_++;
    } else {
      return;
    }
  }
}

void Lexer::advance() {
  skip_blanks();
  next_begin_ = at_;
  next_ = {Token::Kind::end, "", line_};
  if (at_ >= text_.size()) return;
  char c = text_[at_];
  std::size_t begin = at_;
  if (begins_word(c)) {
    next_.kind = Token::Kind::word;
    // Opcodes have "::" in them; labels end with a single colon.
    while (at_ < text_.size() && (continues_word(text_[at_]) || text_.compare(at_, 2, "::") == 0)) {
      at_ += text_[at_] == ':' ? 2u : 1u;
    }
  } else if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
    next_.kind = Token::Kind::number;
    while (at_ < text_.size() && std::isalnum(static_cast<unsigned char>(text_[at_])) != 0) at_++;
  } else if (c == '"') {
    next_.kind = Token::Kind::text;
    at_ = text_.find('"', at_ + 1);
    at_ = at_ == std::string::npos ? text_.size() : at_ + 1;
  } else {
    next_.kind = Token::Kind::sign;
    at_++;
  }
  next_.text = text_.substr(begin, at_ - begin);
}

Token Lexer::take() {
  Token token = next_;
  advance();
  return token;
}

Token Lexer::expect(const char* text) {
  if (!next_.is(text)) fail("'" + next_.text + "' where '" + text + "' is expected");
  return take();
}

bool Lexer::take_if(const char* text) {
  if (!next_.is(text)) return false;
  advance();
  return true;
}

void Lexer::skip_line() {
  int line = next_.line;
  while (next_.kind != Token::Kind::end && next_.line == line) advance();
}

std::string Lexer::between(std::size_t from, std::size_t to) const {
  std::string line;
  for (std::size_t i = from; i < to && i < text_.size(); i++) {
    char c = std::isspace(static_cast<unsigned char>(text_[i])) != 0 ? ' ' : text_[i];
    if (c != ' ' || (!line.empty() && line.back() != ' ')) line += c;
  }
  return line;
}

}  // namespace weft::test::ptx
