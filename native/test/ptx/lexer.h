// The tokens of PTX.
#pragma once

#include <cstddef>
#include <string>

namespace weft::test::ptx {

struct Token {
  enum class Kind { end, word, number, text, sign };
  Kind kind = Kind::end;
  std::string text;
  int line = 0;

  bool is(const char* expected) const { return kind != Kind::text && text == expected; }
};

class Lexer {
 public:
  Lexer(std::string file, const std::string& text, int line);

  const Token& peek() const { return next_; }
  Token take();
  // Takes what has to be there.
  Token expect(const char* text);
  bool take_if(const char* text);
  void skip_line();
  // What was read between two places, as one line.
  std::size_t place() const { return next_begin_; }
  std::string between(std::size_t from, std::size_t to) const;

  [[noreturn]] void fail(const std::string& what) const;

 private:
  void skip_blanks();
  void advance();

  std::string file_;
  const std::string& text_;
  std::size_t at_ = 0;
  std::size_t next_begin_ = 0;
  int line_;
  Token next_;
};

}  // namespace weft::test::ptx
