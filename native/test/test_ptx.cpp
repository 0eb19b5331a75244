// The interpreter of PTX: every family of instructions gives what PTX says.
#include <doctest/doctest.h>

#include <cmath>
#include <cstring>

#include "ptx_fixture.h"

using namespace weft::test::ptx;

namespace {

struct Case {
  const char* text;  // of registers 1, 2, 3 and 4 of any kind into register 9 of one kind
  std::vector<uint64_t> in;
  uint64_t expected;
};

uint64_t bits(float x) {
  uint32_t word;
  std::memcpy(&word, &x, sizeof(word));
  return word;
}

uint64_t bits(double x) {
  uint64_t word;
  std::memcpy(&word, &x, sizeof(word));
  return word;
}

uint64_t result_of(const Case& c) {
  std::string body;
  for (std::size_t i = 0; i < c.in.size(); i++) {
    std::string n = std::to_string(i + 1);
    body += "ld.global.u64 %d" + n + ", [%d0+" + std::to_string(8 * i + 8) + "];\ncvt.u32.u64 %r" + n + ", %d" + n +
            ";\ncvt.u16.u64 %h" + n + ", %d" + n + ";\nmov.b32 %f" + n + ", %r" + n + ";\nmov.b64 %e" + n + ", %d" + n +
            ";\nsetp.ne.s64 %p" + n + ", %d" + n + ", 0;\n";
  }
  body += c.text;
  body += ";\n";
  std::string text = c.text;
  if (text.find("%p9") != std::string::npos) body += "selp.b64 %d9, 1, 0, %p9;\n";
  if (text.find("%h9") != std::string::npos) body += "cvt.u64.u16 %d9, %h9;\n";
  if (text.find("%r9") != std::string::npos) body += "cvt.u64.u32 %d9, %r9;\n";
  if (text.find("%f9") != std::string::npos) body += "mov.b32 %r9, %f9;\ncvt.u64.u32 %d9, %r9;\n";
  if (text.find("%e9") != std::string::npos) body += "mov.b64 %d9, %e9;\n";
  body += "setp.eq.u32 %p9, %r0, 31;\n@%p9 st.global.u64 [%d0], %d9;\n";
  std::vector<uint64_t> memory(16);
  std::copy(c.in.begin(), c.in.end(), memory.begin() + 1);
  Launch shape;
  shape.shared_bytes = 128;
  run(body, shape, memory);
  return memory[0];
}

void check(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    CAPTURE(std::string(c.text));
    CHECK(result_of(c) == c.expected);
  }
}

constexpr uint64_t minus_one = 0xffffffffu;

}  // namespace

TEST_CASE("integers") {
  check({
      {"add.s32 %r9, %r1, %r2", {0x7fffffff, 1}, 0x80000000},
      {"sub.s32 %r9, %r1, 5", {3}, 0xfffffffe},
      {"add.s64 %d9, %d1, -1", {0}, 0xffffffffffffffff},
      {"mul.lo.s32 %r9, %r1, %r2", {minus_one, 7}, 0xfffffff9},
      {"mul.lo.s64 %d9, %d1, %d2", {uint64_t{1} << 33, 3}, uint64_t{3} << 33},
      {"mul.hi.u32 %r9, %r1, %r2", {0x80000000, 6}, 3},
      {"mul.hi.s32 %r9, %r1, %r2", {minus_one, 1}, minus_one},
      {"mul.hi.u64 %d9, %d1, %d2", {uint64_t{1} << 63, 6}, 3},
      {"mul.wide.s32 %d9, %r1, 4", {minus_one}, 0xfffffffffffffffc},
      {"mul.wide.u32 %d9, %r1, 4", {minus_one}, 0x3fffffffc},
      {"mul.wide.u16 %r9, %h1, %h2", {0xffff, 0xffff}, 0xfffe0001},
      {"mad.lo.s32 %r9, %r1, %r2, %r3", {3, 4, 5}, 17},
      {"mad.wide.s32 %d9, %r1, %r2, %d3", {minus_one, 4, 5}, 1},
      {"div.s32 %r9, %r1, %r2", {static_cast<uint32_t>(-7), 2}, 0xfffffffd},
      {"div.u32 %r9, %r1, %r2", {7, 0}, minus_one},
      {"rem.s32 %r9, %r1, %r2", {static_cast<uint32_t>(-7), 2}, minus_one},
      {"rem.u64 %d9, %d1, %d2", {17, 5}, 2},
      {"min.s32 %r9, %r1, %r2", {minus_one, 3}, minus_one},
      {"min.u32 %r9, %r1, %r2", {minus_one, 3}, 3},
      {"max.s64 %d9, %d1, %d2", {0xffffffffffffffff, 3}, 3},
      {"neg.s32 %r9, %r1", {5}, 0xfffffffb},
      {"abs.s32 %r9, %r1", {0xfffffffb}, 5},
      {"sad.u32 %r9, %r1, %r2, %r3", {3, 8, 10}, 15},
      {"dp4a.u32.u32 %r9, %r1, %r2, %r3", {0x01020304, 0x01010101, 5}, 15},
  });
}

TEST_CASE("bits") {
  check({
      {"and.b32 %r9, %r1, -4", {7}, 4},
      {"or.b64 %d9, %d1, %d2", {5, 2}, 7},
      {"xor.b32 %r9, %r1, %r2", {5, 6}, 3},
      {"not.b32 %r9, %r1", {0}, minus_one},
      {"xor.pred %p9, %p1, %p2", {1, 1}, 0},
      {"not.pred %p9, %p1", {0}, 1},
      {"shl.b32 %r9, %r1, %r2", {1, 32}, 0},
      {"shl.b64 %d9, %d1, %r2", {1, 40}, uint64_t{1} << 40},
      {"shr.s32 %r9, %r1, %r2", {0x80000000, 40}, minus_one},
      {"shr.u32 %r9, %r1, %r2", {0x80000000, 31}, 1},
      {"shr.s64 %d9, %d1, 63", {uint64_t{1} << 63}, 0xffffffffffffffff},
      {"shf.l.wrap.b32 %r9, %r1, %r2, %r3", {0x80000000, 1, 33}, 3},
      {"shf.r.clamp.b32 %r9, %r1, %r2, %r3", {1, 9, 40}, 9},
      {"popc.b32 %r9, %r1", {0xf0f0}, 8},
      {"clz.b32 %r9, %r1", {1}, 31},
      {"clz.b64 %r9, %d1", {1}, 63},
      {"brev.b32 %r9, %r1", {1}, 0x80000000},
      {"bfind.u32 %r9, %r1", {0x100}, 8},
      {"bfind.u32 %r9, %r1", {0}, minus_one},
      {"bfe.u32 %r9, %r1, 4, 8", {0xabcd}, 0xbc},
      {"bfe.s32 %r9, %r1, 4, 8", {0xabcd}, 0xffffffbc},
      {"bfi.b32 %r9, %r1, %r2, 8, 4", {0x3f, 0xaaaa}, 0xafaa},
      {"lop3.b32 %r9, %r1, %r2, %r3, 0x96", {5, 6, 12}, 15},
      {"prmt.b32 %r9, %r1, %r2, 0x7440", {0x11223344, 0x4b000000}, 0x4b000044},
      {"prmt.b32 %r9, %r1, %r2, 0x8888", {0x80, 0}, minus_one},
  });
}

TEST_CASE("floats") {
  const float tiny = std::ldexp(1.0f, -130);
  const float third = 1.0f / 3;
  check({
      {"add.rn.f32 %f9, %f1, %f2", {bits(1.5f), bits(0.25f)}, bits(1.75f)},
      {"add.rn.f32 %f9, %f1, 0f3F800000", {bits(tiny)}, bits(1.0f)},
      {"add.ftz.f32 %f9, %f1, 0f00000000", {bits(tiny)}, bits(0.0f)},
      {"add.f32 %f9, %f1, 0f00000000", {bits(tiny)}, bits(tiny)},
      {"mul.rn.ftz.f32 %f9, %f1, %f2", {bits(-std::ldexp(1.0f, -100)), bits(std::ldexp(1.0f, -100))}, bits(-0.0f)},
      {"fma.rn.f32 %f9, %f1, %f2, %f3", {bits(third), bits(3.0f), bits(-1.0f)}, bits(std::fma(third, 3.0f, -1.0f))},
      {"fma.rm.f32 %f9, %f1, %f2, %f3",
       {bits(1.0f), bits(1.0f), bits(-std::ldexp(1.0f, -30))},
       bits(std::nextafter(1.0f, 0.0f))},
      {"add.rz.f32 %f9, %f1, %f2", {bits(1.0f), bits(-std::ldexp(1.0f, -30))}, bits(std::nextafter(1.0f, 0.0f))},
      {"add.rp.f64 %e9, %e1, %e2", {bits(1.0), bits(1e-30)}, bits(std::nextafter(1.0, 2.0))},
      {"div.rn.f32 %f9, %f1, %f2", {bits(1.0f), bits(3.0f)}, bits(third)},
      {"div.full.f32 %f9, %f1, %f2", {bits(1.0f), bits(4.0f)}, bits(0.25f)},
      {"sqrt.rn.f64 %e9, %e1", {bits(2.0)}, bits(std::sqrt(2.0))},
      {"rcp.approx.ftz.f32 %f9, %f1", {bits(4.0f)}, bits(0.25f)},
      {"sqrt.approx.ftz.f32 %f9, %f1", {bits(tiny)}, bits(0.0f)},
      {"ex2.approx.ftz.f32 %f9, %f1", {bits(-3.0f)}, bits(0.125f)},
      {"lg2.approx.f32 %f9, %f1", {bits(8.0f)}, bits(3.0f)},
      {"neg.ftz.f32 %f9, %f1", {bits(2.0f)}, bits(-2.0f)},
      {"abs.f64 %e9, %e1", {bits(-2.0)}, bits(2.0)},
      {"max.f32 %f9, %f1, %f2", {bits(std::nanf("")), bits(1.0f)}, bits(1.0f)},
      {"max.NaN.f32 %f9, %f1, %f2", {bits(std::nanf("")), bits(1.0f)}, 0x7fffffff},
      {"min.f32 %f9, %f1, %f2", {bits(0.0f), bits(-0.0f)}, bits(-0.0f)},
      {"copysign.f32 %f9, %f1, %f2", {bits(-1.0f), bits(3.0f)}, bits(-3.0f)},
      {"fma.rn.f64 %e9, %e1, %e2, %e3", {bits(2.0), bits(3.0), bits(4.0)}, bits(10.0)},
  });
}

TEST_CASE("comparisons and choices") {
  uint64_t nan = bits(std::nanf(""));
  check({
      {"setp.lt.s32 %p9, %r1, %r2", {minus_one, 0}, 1},
      {"setp.lt.u32 %p9, %r1, %r2", {minus_one, 0}, 0},
      {"setp.hs.u64 %p9, %d1, %d2", {5, 5}, 1},
      {"setp.eq.ftz.f32 %p9, %f1, 0f00000000", {1}, 1},
      {"setp.ne.f32 %p9, %f1, %f1", {nan}, 0},
      {"setp.neu.f32 %p9, %f1, %f1", {nan}, 1},
      {"setp.geu.f32 %p9, %f1, %f1", {nan}, 1},
      {"setp.num.f32 %p9, %f1, %f2", {nan, 0}, 0},
      {"setp.gt.and.s32 %p9, %r1, %r2, %p3", {3, 2, 0}, 0},
      {"setp.gt.or.s32 %p9, %r1, %r2, %p3", {1, 2, 1}, 1},
      {"setp.eq.s32 %p8|%p9, %r1, %r2", {1, 2}, 1},
      {"selp.f32 %f9, %f1, %f2, %p3", {bits(1.0f), bits(2.0f), 0}, bits(2.0f)},
      {"slct.u32.s32 %r9, %r1, %r2, %r3", {1, 2, minus_one}, 2},
      {"testp.infinite.f32 %p9, %f1", {0x7f800000}, 1},
  });
}

TEST_CASE("conversions and moves") {
  check({
      {"cvt.s64.s32 %d9, %r1", {minus_one}, 0xffffffffffffffff},
      {"cvt.u64.u32 %d9, %r1", {minus_one}, minus_one},
      {"cvt.s32.s8 %r9, %r1", {0x80}, 0xffffff80},
      {"cvt.u16.u8 %h9, %h1", {0x1ff}, 0xff},
      {"cvt.rn.f32.u16 %f9, %h1", {300}, bits(300.0f)},
      {"cvt.rn.f32.s32 %f9, %r1", {0x1000001}, bits(16777216.0f)},
      {"cvt.rp.f32.s32 %f9, %r1", {0x1000001}, bits(16777218.0f)},
      {"cvt.rzi.s32.f32 %r9, %f1", {bits(-2.9f)}, 0xfffffffe},
      {"cvt.rni.s32.f32 %r9, %f1", {bits(2.5f)}, 2},
      {"cvt.rmi.s64.f64 %d9, %e1", {bits(-2.1)}, 0xfffffffffffffffd},
      {"cvt.rzi.u32.f32 %r9, %f1", {bits(-5.0f)}, 0},
      {"cvt.rzi.s32.f32 %r9, %f1", {bits(1e20f)}, 0x7fffffff},
      {"cvt.rzi.f32.f32 %f9, %f1", {bits(-2.9f)}, bits(-2.0f)},
      {"cvt.ftz.sat.f32.f32 %f9, %f1", {bits(1.5f)}, bits(1.0f)},
      {"cvt.ftz.sat.f32.f32 %f9, %f1", {bits(std::nanf(""))}, 0},
      {"cvt.f64.f32 %e9, %f1", {bits(1.5f)}, bits(1.5)},
      {"cvt.rn.f32.f64 %f9, %e1", {bits(1.0 / 3)}, bits(1.0f / 3)},
      {"cvt.rz.f32.f64 %f9, %e1", {bits(1 + 1e-7)}, bits(1.0f)},
      {"mov.b64 %d9, {%r1, %r2}", {1, 2}, 0x200000001},
      {"mov.b64 {%r8, %r9}, %d1", {0x200000001}, 2},
      {"mov.b64 {_, %r9}, %d1", {0x200000001}, 2},
      {"{ .reg .b32 inner; mov.b32 inner, %r1; add.u32 %r8, inner, 1; } mov.b32 %r9, %r8", {4}, 5},
  });
}

TEST_CASE("loads, stores and atomic operations of every space") {
  check({
      {"st.global.v2.u32 [%d0+64], {%r1, %r2}; ld.global.u64 %d9, [%d0+64]", {1, 2}, 0x200000001},
      {"st.global.u64 [%d0+64], %d1; ld.global.s8 %r9, [%d0+64]", {0x80}, 0xffffff80},
      {"st.global.u64 [%d0+64], %d1; ld.global.u8 %r9, [%d0+65]", {0x8123}, 0x81},
      {"mov.u32 %r2, shared; mad.lo.u32 %r2, %r0, 4, %r2; st.shared.u32 [%r2], %r1; ld.shared.u32 %r9, [%r2]", {7}, 7},
      {"mov.u64 %d2, shared; cvta.shared.u64 %d2, %d2; mad.wide.u32 %d2, %r0, 4, %d2; st.u32 [%d2], %r1; ld.u32 "
       "%r9, [%d2]",
       {8},
       8},
      {"mov.b64 %d2, memory; ld.param.u32 %r3, [%d2]; cvt.u32.u64 %r4, %d0; sub.u32 %r9, %r3, %r4", {0}, 0},
      {"atom.global.add.u32 %r1, [%d0+64], 2; bar.sync 0; ld.global.u32 %r9, [%d0+64]", {0}, 64},
      {"red.global.max.u32 [%d0+64], %r0; bar.sync 0; ld.global.u32 %r9, [%d0+64]", {0}, 31},
      {"atom.global.cas.b64 %d2, [%d0+8], %d1, 9; bar.sync 0; ld.global.u64 %d9, [%d0+8]", {3}, 9},
  });
  std::vector<uint64_t> memory(64);
  run(".local .align 8 .b8 stack[16];\nmov.u64 %d1, stack;\nst.local.u32 [%d1+4], %r0;\nld.local.u32 %r1, [%d1+4];\n"
      "mad.wide.u32 %d2, %r0, 8, %d0;\nst.global.u32 [%d2], %r1;\n",
      {}, memory);
  for (std::size_t i = 0; i < 32; i++) CHECK(memory[i] == i);
}

TEST_CASE("a warp's threads take their own ways and meet again") {
  std::vector<uint64_t> expected(32);
  for (std::size_t i = 0; i < 32; i++) expected[i] = i * (i + 1) / 2 + 100;
  for (uint64_t seed : {0u, 1u, 2u, 3u}) {
    std::vector<uint64_t> memory(64);
    Launch shape;
    shape.seed = seed;
    run("mov.u32 %r1, 0;\nmov.u32 %r2, 0;\n$loop:\nadd.u32 %r2, %r2, %r1;\nadd.u32 %r1, %r1, 1;\n"
        "setp.le.u32 %p1, %r1, %r0;\n@%p1 bra $loop;\nbar.warp.sync -1;\n"
        "vote.sync.all.pred %p2, %p1, -1;\nselp.u32 %r3, 50, 100, %p2;\nadd.u32 %r2, %r2, %r3;\n"
        "mad.wide.u32 %d1, %r0, 8, %d0;\nst.global.u32 [%d1], %r2;\n",
        shape, memory);
    memory.resize(32);
    CHECK(memory == expected);
  }
}

TEST_CASE("shuffles, votes and reductions of a warp") {
  check({
      {"shfl.sync.bfly.b32 %r9, %r0, 5, 31, -1", {}, 31 ^ 5},
      {"shfl.sync.up.b32 %r9|%p1, %r0, 3, 0, -1", {}, 28},
      {"shfl.sync.down.b32 %r9|%p8, %r0, 3, 31, -1", {}, 31},
      {"shfl.sync.down.b32 %r8|%p9, %r0, 3, 31, -1", {}, 0},
      {"shfl.sync.idx.b32 %r9, %r0, 7, 31, -1", {}, 7},
      {"setp.gt.u32 %p1, %r0, 29; vote.sync.ballot.b32 %r9, %p1, -1", {}, 0xc0000000},
      {"setp.gt.u32 %p1, %r0, 40; vote.sync.any.pred %p9, %p1, -1", {}, 0},
      {"redux.sync.add.s32 %r9, %r0, -1", {}, 31 * 16},
      {"activemask.b32 %r9", {}, minus_one},
      {"mov.u32 %r9, %lanemask_lt", {}, 0x7fffffff},
  });
}

TEST_CASE("blocks of a cluster write into each other's memory") {
  for (uint64_t seed : {0u, 1u, 2u}) {
    std::vector<uint64_t> memory(64);
    Launch shape;
    shape.grid[0] = 8;
    shape.cluster = 4;
    shape.shared_bytes = 16;
    shape.seed = seed;
    run("mov.u32 %r1, %cluster_ctarank;\nmov.u32 %r2, %ctaid.x;\nmov.u64 %d1, shared;\ncvta.shared.u64 %d1, %d1;\n"
        "barrier.cluster.arrive.release;\nbarrier.cluster.wait.acquire;\n"
        "setp.lt.u32 %p1, %r0, 4;\n@!%p1 bra $sent;\n"
        "mapa.u64 %d2, %d1, %r0;\nmad.wide.u32 %d2, %r1, 4, %d2;\nst.u32 [%d2], %r2;\n$sent:\n"
        "barrier.cluster.arrive.aligned;\nbarrier.cluster.wait.aligned;\n"
        "@!%p1 bra $done;\nmad.wide.u32 %d3, %r0, 4, %d1;\nld.u32 %r3, [%d3];\n"
        "mad.lo.u32 %r4, %r2, 4, %r0;\nmad.wide.u32 %d4, %r4, 8, %d0;\nst.global.u32 [%d4], %r3;\n$done:\n",
        shape, memory);
    for (std::size_t i = 0; i < 32; i++) CHECK(memory[i] == i / 16 * 4 + i % 4);
  }
}
