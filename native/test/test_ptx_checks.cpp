// The interpreter of PTX finds what is wrong: each check, with a kernel that is right next to ones that are not.
#include <doctest/doctest.h>

#include "ptx_fixture.h"

using namespace weft::test::ptx;

namespace {

constexpr uint64_t seeds[] = {0, 1, 2, 3};

Launch shape_of(int blocks, int cluster, int threads, std::size_t shared_bytes, uint64_t seed = 0) {
  Launch shape;
  shape.grid[0] = blocks;
  shape.cluster = cluster;
  shape.threads = threads;
  shape.shared_bytes = shared_bytes;
  shape.seed = seed;
  return shape;
}

// Whether an error says it; "" stands for none.
void check_error(const std::string& body, const char* expected, const Launch& shape) {
  CAPTURE(body);
  CAPTURE(shape.seed);
  std::string error = error_of(body, shape);
  CAPTURE(error);
  CHECK((*expected == '\0' ? error.empty() : error.find(expected) != std::string::npos));
}

void check_error(const std::string& body, const char* expected) { check_error(body, expected, shape_of(1, 1, 32, 64)); }

// With the first place of `from` in the text replaced.
std::string replaced(std::string text, const std::string& from, const std::string& to) {
  std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("what the interpreter does not know fails with its line") {
  check_error("add.s33 %r1, %r2, %r3;\n", "line 19 of test.ptx: the interpreter does not know add.s33");
  check_error("add.s32 %r1, %r2;\n", "takes 3 operands, not 2");
  check_error("add.s32 %r1, %q2, 1;\n", "'%q2' is not known");
  check_error("add.s32 %r1, %r20, 1;\n", "'%r20' is not known");
  check_error("add.s32 %r1, %d2, 1;\n", "%d2 has 8 bytes where 4 are expected");
  check_error("add.s32 5, %r2, 1;\n", "a number where a result goes");
  check_error("bra $nowhere;\n", "there is no label $nowhere");
  check_error("call.uni printf, (%r1);\n", "line 19");
  check_error("mov.u32 %r1, %clock;\n", "'%clock' is not known");
}

TEST_CASE("global accesses: bounds and alignment") {
  check_error("st.global.v4.u32 [%d0+8176], {%r0, %r0, %r0, %r0};\n", "");
  check_error("st.global.u32 [%d0+8192], %r0;\n", "in no allocation");
  check_error("ld.global.u32 %r1, [%d0+-4];\n", "in no allocation");
  check_error("ld.global.u64 %d1, [%d0+4];\n", "not aligned");
  check_error("ld.global.v4.f32 {%f1, %f2, %f3, %f4}, [%d0+8];\n", "not aligned");
  check_error("mov.u64 %d1, 0;\nld.global.u32 %r1, [%d1];\n", "in no allocation");
  check_error("ld.param.u32 %r1, [memory+8];\n", "of parameters");
  check_error("mov.u64 %d1, memory;\ncvta.param.u64 %d1, %d1;\nst.u32 [%d1], %r1;\n", "a write to a parameter");
  // A kernel's addresses of different spaces are told apart.
  check_error("mov.u64 %d1, shared;\ncvta.shared.u64 %d1, %d1;\ncvta.to.global.u64 %d1, %d1;\n", "of another space");
  check_error("mov.u64 %d1, shared;\nld.global.u32 %r1, [%d1];\n", "in no allocation");
  check_error("mov.u64 %d1, shared;\ncvta.shared.u64 %d1, %d1;\nld.shared.u32 %r1, [%d1];\n", "a generic address");
}

TEST_CASE("shared accesses: bounds, alignment, and what nobody wrote") {
  check_error("mov.u32 %r1, shared;\nld.shared.v4.f32 {%f1, %f2, %f3, %f4}, [%r1+48];\n", "");
  check_error("mov.u32 %r1, shared;\nld.shared.u32 %r2, [%r1+64];\n", "bytes 64 to 68 of 64 of shared memory");
  check_error("mov.u32 %r1, shared;\nld.shared.u32 %r2, [%r1+-4];\n", "bytes -4 to 0 of 64");
  check_error("mov.u32 %r1, shared;\nld.shared.v2.f32 {%f1, %f2}, [%r1+4];\n", "not aligned");
  check_error(".shared .align 4 .b8 own[8];\nmov.u32 %r1, own;\nst.shared.u32 [%r1+8], %r2;\n", "of shared memory");
  Launch strict = shape_of(1, 1, 32, 64);
  strict.initialised = true;
  check_error("mov.u32 %r1, shared;\nld.shared.u32 %r2, [%r1+8];\n", "nobody wrote, at byte 8", strict);
  CHECK(error_of("ret;\n", shape_of(1, 1, 32, 240 << 10)).find("more shared memory") != std::string::npos);
  CHECK(error_of("ret;\n", shape_of(1, 1, 33, 0)).find("33 threads") != std::string::npos);
}

TEST_CASE("races in shared memory") {
  const std::string neighbour =
      "mov.u32 %r1, shared;\nmad.lo.u32 %r2, %r0, 4, %r1;\nst.shared.u32 [%r2], %r0;\nbar.sync 0;\n"
      "xor.b32 %r3, %r0, 33;\nmad.lo.u32 %r4, %r3, 4, %r1;\nld.shared.u32 %r5, [%r4];\nbar.sync 0;\n"
      "st.shared.u32 [%r2], %r5;\n";
  const std::string within_warp = replaced(replaced(replaced(neighbour, "33", "1"), "bar.sync 0", "bar.warp.sync -1"),
                                           "bar.sync 0", "bar.warp.sync -1");
  for (uint64_t seed : seeds) {
    Launch shape = shape_of(1, 1, 64, 256, seed);
    check_error(neighbour, "", shape);
    check_error(replaced(neighbour, "bar.sync 0;\nxor", "xor"), "a race at byte", shape);
    check_error(replaced(neighbour, "bar.sync 0;\nst", "st"), "a race at byte", shape);
    check_error(replaced(neighbour, "bar.sync 0", "bar.warp.sync -1"), "a race at byte", shape);
    check_error(within_warp, "", shape);
    check_error(replaced(within_warp, "bar.warp.sync -1;\nxor", "xor"), "a race at byte", shape);
    // A shuffle orders no memory.
    check_error(replaced(within_warp, "bar.warp.sync -1;\nxor", "shfl.sync.bfly.b32 %r9, %r0, 1, 31, -1;\nxor"),
                "a race at byte", shape);
  }
  check_error("mov.u32 %r1, shared;\nst.shared.u32 [%r1], %r0;\n", "a race at byte 0");
  check_error("mov.u32 %r1, shared;\natom.shared.add.u32 %r2, [%r1], 1;\n", "");
}

TEST_CASE("barriers that not all reach") {
  for (uint64_t seed : seeds) {
    Launch shape = shape_of(1, 1, 64, 0, seed);
    const std::string some = "setp.lt.u32 %p1, %r0, 33;\n@%p1 bra $skip;\nbar.sync 0;\n$skip:\n";
    check_error(some, "thread", shape);
    CHECK(error_of(replaced(some, "bar.sync 0", "bar.warp.sync -1"), shape) != "");
    // Of one warp, each half at a barrier of its own.
    check_error("setp.lt.u32 %p1, %r0, 16;\n@%p1 bra $other;\nbar.sync 0;\nbra $on;\n$other:\nbar.sync 0;\n$on:\n",
                "deadlock", shape);
    check_error("setp.lt.u32 %p1, %r0, 32;\n@%p1 bra $other;\nbar.sync 0;\nbra $on;\n$other:\nbar.sync 0;\n$on:\n", "",
                shape);
    check_error("setp.lt.u32 %p1, %r0, 16;\n@%p1 shfl.sync.bfly.b32 %r1, %r0, 1, 31, 15;\n", "not itself among", shape);
    check_error("shfl.sync.bfly.b32 %r1, %r0, 1, 31, -1;\n", "", shape);
    check_error("setp.lt.u32 %p1, %r0, 16;\n@%p1 shfl.sync.idx.b32 %r1, %r0, 20, 31, 65535;\n", "takes no part", shape);
  }
}

TEST_CASE("barriers of the cluster, and blocks that are not there") {
  const std::string send =
      "mov.u32 %r1, %cluster_ctarank;\nxor.b32 %r2, %r1, 1;\nmov.u64 %d1, shared;\ncvta.shared.u64 %d1, %d1;\n"
      "barrier.cluster.arrive;\nbarrier.cluster.wait;\n"
      "mapa.u64 %d2, %d1, %r2;\nmad.wide.u32 %d2, %r0, 4, %d2;\nst.u32 [%d2], %r0;\n"
      "barrier.cluster.arrive.release;\nbarrier.cluster.wait.acquire;\n"
      "mad.wide.u32 %d3, %r0, 4, %d1;\nld.u32 %r3, [%d3];\n";
  for (uint64_t seed : seeds) {
    Launch shape = shape_of(4, 2, 64, 256, seed);
    check_error(send, "", shape);
    check_error(replaced(send, "barrier.cluster.arrive;\nbarrier.cluster.wait;\n", ""), "it may not run yet", shape);
    CHECK(error_of(replaced(send, "barrier.cluster.arrive.release;\nbarrier.cluster.wait.acquire;\n", ""), shape) !=
          "");
    check_error(replaced(send, "xor.b32 %r2, %r1, 1", "add.u32 %r2, %r1, 1"), "mapa to block 2 of a cluster of 2",
                shape);
    check_error(replaced(send, "mapa.u64 %d2, %d1, %r2", "mapa.u64 %d2, %d0, %r2"), "no address of shared memory",
                shape);
    check_error(replaced(send, "st.u32 [%d2]", "cvta.to.shared.u64 %d2, %d2;\nst.shared.u32 [%d2]"), "is mapped",
                shape);
    check_error("barrier.cluster.arrive;\nbarrier.cluster.arrive;\n", "before it waited", shape);
    check_error(replaced(send, "barrier.cluster.arrive;\n", ""), "has not arrived", shape);
    check_error("barrier.cluster.arrive;\n", "between arriving", shape);
    check_error(
        "setp.eq.u32 %p1, %r0, 5;\n@%p1 bra $skip;\nbarrier.cluster.arrive;\nbarrier.cluster.wait;\n$skip:\n"
        "mov.u32 %r1, 1;\n",
        "", shape);
  }
}

TEST_CASE("bulk copies") {
  // 64 bytes to shared memory from byte 64 on, in two halves; the mbarrier is at 0.
  const std::string fetch =
      "mov.u32 %r1, shared;\nadd.u32 %r2, %r1, 64;\nsetp.ne.u32 %p1, %r0, 0;\n@%p1 bra $ready;\n"
      "mbarrier.init.shared::cta.b64 [%r1], 1;\nfence.proxy.async.shared::cta;\n$ready:\nbar.sync 0;\n"
      "@%p1 bra $begun;\nmbarrier.arrive.expect_tx.shared::cta.b64 _, [%r1], 64;\n"
      "cp.async.bulk.shared::cluster.global.mbarrier::complete_tx::bytes [%r2], [%d0], 32, [%r1];\n"
      "add.u32 %r3, %r2, 32;\nadd.u64 %d1, %d0, 32;\n"
      "cp.async.bulk.shared::cluster.global.mbarrier::complete_tx::bytes [%r3], [%d1], 32, [%r1];\n$begun:\n"
      "$wait:\nmbarrier.try_wait.parity.shared::cta.b64 %p2, [%r1], 0;\n@!%p2 bra $wait;\nbar.sync 0;\n"
      "mad.lo.u32 %r4, %r0, 4, %r2;\nsetp.lt.u32 %p3, %r0, 16;\n@%p3 ld.shared.u32 %r5, [%r4];\n";
  for (uint64_t seed : seeds) {
    Launch shape = shape_of(1, 1, 64, 128, seed);
    check_error(fetch, "", shape);
    check_error(replaced(fetch, "_, [%r1], 64", "_, [%r1], 80"), "deadlock", shape);
    CHECK(error_of(replaced(fetch, "_, [%r1], 64", "_, [%r1], 48"), shape) != "");
    check_error(replaced(fetch, "], 1;", "], 2;"), "deadlock", shape);
    check_error(replaced(fetch, "cta.b64 %p2, [%r1], 0", "cta.b64 %p2, [%r1], 1"), "has not seen arrive", shape);
    check_error(replaced(fetch, "[%d0], 32, [%r1]", "[%d0], 24, [%r1]"), "no multiple of 16", shape);
    check_error(replaced(fetch, "add.u64 %d1, %d0, 32", "add.u64 %d1, %d0, 8"), "not aligned to 16", shape);
    check_error(replaced(fetch, "add.u64 %d1, %d0, 32", "add.u64 %d1, %d0, 8176"), "in no allocation", shape);
    check_error(replaced(fetch, "add.u32 %r3, %r2, 32", "add.u32 %r3, %r2, 24"), "not aligned to 16", shape);
    check_error(replaced(fetch, "add.u32 %r3, %r2, 32", "add.u32 %r3, %r2, 48"), "of 128 of shared memory", shape);
    check_error(replaced(fetch, "fence.proxy.async.shared::cta;\n", ""), "no fence.proxy.async after it", shape);
    check_error(replaced(fetch, "mbarrier.init.shared::cta.b64 [%r1], 1;\n", ""), "was not made ready", shape);
    check_error(replaced(fetch, "$ready:\nbar.sync 0;\n", "$ready:\n"), "mbarrier", shape);
    check_error(
        replaced(fetch, "$wait:\nmbarrier.try_wait.parity.shared::cta.b64 %p2, [%r1], 0;\n@!%p2 bra $wait;\n", ""),
        "has not seen arrive", shape);
    check_error(replaced(fetch, "$ready:\n",
                         "$ready:\nmad.lo.u32 %r4, %r0, 4, %r2;\nsetp.lt.u32 %p3, %r0, 16;\n@%p3 "
                         "st.shared.u32 [%r4], %r0;\n"),
                "wrote, with no fence.proxy.async between", shape);
    check_error(replaced(fetch, "$ready:\n",
                         "$ready:\nmad.lo.u32 %r4, %r0, 4, %r2;\nsetp.lt.u32 %p3, %r0, 16;\n@%p3 "
                         "st.shared.u32 [%r4], %r0;\nfence.proxy.async.shared::cta;\n"),
                "", shape);
    check_error(replaced(fetch, "$ready:\n",
                         "$ready:\nmad.lo.u32 %r4, %r0, 4, %r2;\nsetp.lt.u32 %p3, %r0, 16;\n@%p3 "
                         "ld.shared.u32 %r5, [%r4];\n"),
                "read, with no fence.proxy.async between", shape);
    check_error(replaced(fetch, "bar.sync 0;\nmad", "st.shared.u32 [%r1], %r0;\nmad"), "an access to an mbarrier",
                shape);
    check_error(fetch.substr(0, fetch.find("$wait")), "while a bulk copy into it is under way",
                shape_of(1, 1, 64, 128, 0));
  }
}

TEST_CASE("a kernel that overlaps with the one before waits before it writes") {
  check_error("griddepcontrol.launch_dependents;\ngriddepcontrol.wait;\nst.global.u32 [%d0], %r0;\n", "");
  check_error("st.global.u32 [%d0], %r0;\ngriddepcontrol.wait;\n", "before the kernel before this one has ended");
}

TEST_CASE("copies that a thread waits for itself") {
  const std::string copy =
      "mov.u32 %r1, shared;\nmad.lo.u32 %r1, %r0, 16, %r1;\nmad.wide.u32 %d1, %r0, 16, %d0;\n"
      "cp.async.cg.shared.global [%r1], [%d1], 16;\ncp.async.wait_all;\nbar.sync 0;\n"
      "xor.b32 %r2, %r0, 1;\nmov.u32 %r3, shared;\nmad.lo.u32 %r3, %r2, 16, %r3;\nld.shared.u32 %r4, [%r3];\n";
  for (uint64_t seed : seeds) {
    Launch shape = shape_of(1, 1, 32, 512, seed);
    check_error(copy, "", shape);
    check_error(replaced(copy, "wait_all", "commit_group;\ncp.async.wait_group 0"), "", shape);
    check_error(replaced(copy, "wait_all", "commit_group;\ncp.async.wait_group 1"), "has not brought yet", shape);
    check_error(replaced(copy, "cp.async.wait_all;\n", ""), "has not brought yet", shape);
    check_error(replaced(copy, "bar.sync 0;\n", ""), "a race", shape);
    check_error(replaced(copy, "%r0, 16, %r1", "%r0, 8, %r1"), "not aligned", shape);
    check_error(copy.substr(0, copy.find("cp.async.wait_all")), "while its copies are under way", shape);
  }
}
