#include <doctest/doctest.h>

#include "philox.h"

// The known answers published with the generator (Random123, kat_vectors).
TEST_CASE("philox gives the published numbers") {
  auto check = [](weft::PhiloxBlock block, uint32_t w0, uint32_t w1, uint32_t w2, uint32_t w3) {
    CHECK(block.word[0] == w0);
    CHECK(block.word[1] == w1);
    CHECK(block.word[2] == w2);
    CHECK(block.word[3] == w3);
  };
  check(weft::philox(0, 0, 0, 0, 0), 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
  uint32_t ones = 0xffffffff;
  check(weft::philox(~0ull, ones, ones, ones, ones), 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
  check(weft::philox(0x299f31d0a4093822ull, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344), 0xd16cfe09, 0x94fdcceb,
        0x5001e420, 0x24126ea1);
}
