// The shim that the tests of the GPU's kernels stand on: it must compute right kernels rightly and find the mistakes of
// wrong ones.
#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "shim/host_block.h"

using namespace weft::test;
using weft::cuda::Pack;
using weft::cuda::Shared;

namespace {

constexpr uint64_t seeds[] = {0, 1, 2, 3};

// The message of the Error that a launch ends with, "" where it ends well.
template <typename Body>
std::string error_of(const Launch& shape, const Body& body) {
  try {
    launch(shape, body);
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

bool contains(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("every thread of a grid runs once, in its place") {
  for (bool fibers : {false, true}) {
    std::vector<int> runs(2 * 3 * 4 * 64);
    launch({4, 3, 2, 2, 64, 0, 5, fibers}, [&](HostBlock& block) {
      CHECK(block.count() == 4);
      CHECK(block.threads() == 64);
      CHECK(block.cluster_size() == 2);
      CHECK(block.cluster_rank() == block.index() % 2);
      int at = ((block.index_z() * 3 + block.index_y()) * 4 + block.index()) * 64 + block.thread();
      runs[static_cast<std::size_t>(at)]++;
    });
    CHECK(std::count(runs.begin(), runs.end(), 1) == 2 * 3 * 4 * 64);
  }
}

TEST_CASE("a reduction with barriers gives the sum under every schedule") {
  for (uint64_t seed : seeds) {
    int sum = 0;
    launch({1, 1, 1, 1, 128, 512, seed}, [&](HostBlock& block) {
      Shared<int> values = block.shared<int>(0, 128);
      values.set(block.thread(), block.thread());
      for (int half = 64; half > 0; half /= 2) {
        block.sync();
        if (block.thread() < half) values.set(block.thread(), values[block.thread()] + values[block.thread() + half]);
      }
      if (block.thread() == 0) sum = values[0];
    });
    CHECK(sum == 127 * 128 / 2);
  }
}

TEST_CASE("shuffles exchange between lanes, values of 8 bytes too") {
  for (uint64_t seed : seeds) {
    launch({1, 1, 1, 1, 64, 0, seed}, [&](HostBlock& block) {
      int lane = block.thread() % 32;
      CHECK(block.shuffle_xor(lane, 5) == (lane ^ 5));
      double sum = lane;
      for (int mask = 16; mask > 0; mask /= 2) sum += block.shuffle_xor(sum, mask);
      CHECK(sum == 31 * 16);
    });
  }
}

TEST_CASE("blocks of a cluster write into each other's memory") {
  for (uint64_t seed : seeds) {
    launch({8, 1, 1, 4, 32, 64, seed}, [&](HostBlock& block) {
      Shared<int> ranks = block.shared<int>(0, 4);
      block.cluster_sync();
      if (block.thread() < block.cluster_size()) {
        block.remote(ranks, block.thread()).set(block.cluster_rank(), block.index());
      }
      block.cluster_sync();
      for (int i = 0; i < 4; i++) CHECK(ranks[i] == block.index() / 4 * 4 + i);
    });
  }
}

TEST_CASE("fetched bytes are there after the wait and the barrier") {
  alignas(16) uint32_t rows[2][8];
  std::iota(&rows[0][0], &rows[0][0] + 16, 0u);
  for (uint64_t seed : seeds) {
    launch({1, 1, 1, 1, 64, 128, seed}, [&](HostBlock& block) {
      Shared<uint64_t> barriers = block.shared<uint64_t>(0, 1);
      Shared<uint32_t> to = block.shared<uint32_t>(16, 16);
      if (block.thread() == 0) block.fetch_prepare(barriers, 1);
      block.sync();
      for (int use = 0; use < 3; use++) {
        if (block.thread() == 0) block.fetch_expect(barriers, 0, 64);
        block.warp_sync();
        if (block.thread() < 2) block.fetch(barriers, 0, to.from(8 * block.thread()), rows[block.thread()], 32);
        block.sync();
        block.fetch_wait(barriers, 0, use % 2);
        block.sync();
        for (int i = 0; i < 16; i++) CHECK(to[i] == static_cast<uint32_t>(i));
        block.fetch_fence();
        block.sync();
      }
    });
  }
}

TEST_CASE("a missing barrier is found under every schedule") {
  for (uint64_t seed : seeds) {
    auto neighbour = [](HostBlock& block) {
      Shared<float> values = block.shared<float>(0, 64);
      values.set(block.thread(), 1);
      static_cast<void>(values[(block.thread() + 1) % 64]);
    };
    CHECK(contains(error_of({1, 1, 1, 1, 64, 256, seed}, neighbour), "race"));
    auto overwrites = [](HostBlock& block) {
      Shared<float> values = block.shared<float>(0, 64);
      values.set(block.thread(), 1);
      block.sync();
      static_cast<void>(values[(block.thread() + 1) % 64]);
      values.set(block.thread(), 2);
    };
    CHECK(contains(error_of({1, 1, 1, 1, 64, 256, seed}, overwrites), "race"));
    auto remote = [](HostBlock& block) {
      Shared<int> value = block.shared<int>(0, 2);
      if (block.thread() == 0) block.remote(value, 1 - block.cluster_rank()).set(block.cluster_rank(), 1);
      block.sync();
      static_cast<void>(value[1 - block.cluster_rank()]);
    };
    CHECK(contains(error_of({2, 1, 1, 2, 32, 8, seed}, remote), "race"));
  }
}

TEST_CASE("accesses outside a view and unaligned ones are found") {
  auto beyond = [](HostBlock& block) { block.shared<float>(0, 4).set(4, 0); };
  CHECK(contains(error_of({1, 1, 1, 1, 32, 64, 0}, beyond), "outside"));
  auto before = [](HostBlock& block) { static_cast<void>(block.shared<float>(16, 4)[-1]); };
  CHECK(contains(error_of({1, 1, 1, 1, 32, 64, 0}, before), "outside"));
  auto unaligned = [](HostBlock& block) { static_cast<void>(block.shared<float>(0, 16).load<4>(2)); };
  CHECK(contains(error_of({1, 1, 1, 1, 32, 64, 0}, unaligned), "aligned"));
  auto too_much = [](HostBlock& block) { block.shared<float>(0, 17); };
  CHECK(contains(error_of({1, 1, 1, 1, 32, 64, 0}, too_much), "shared memory of 64"));
}

TEST_CASE("barriers that not all threads reach are reported, and the next launch works") {
  for (uint64_t seed : seeds) {
    auto some = [](HostBlock& block) {
      if (block.thread() < 33) block.sync();
    };
    CHECK(contains(error_of({1, 1, 1, 1, 64, 0, seed}, some), "deadlock"));
    auto different = [](HostBlock& block) {
      if (block.thread() < 32) {
        block.sync();
      } else {
        block.warp_sync();
        block.cluster_sync();
      }
    };
    CHECK(contains(error_of({1, 1, 1, 1, 64, 0, seed}, different), "deadlock"));
    CHECK(error_of({1, 1, 1, 1, 64, 0, seed}, [](HostBlock& block) { block.sync(); }) == "");
  }
  CHECK(contains(error_of({1, 1, 1, 1, 64, 0, 0, false}, [](HostBlock& block) { block.sync(); }), "without fibers"));
}

TEST_CASE("reading a fetch before it was waited for shows: as a race, or as poison") {
  alignas(16) uint32_t row[4] = {1, 2, 3, 4};
  int seen = 0;
  for (uint64_t seed = 1; seed <= 8; seed++) {
    launch({1, 1, 1, 1, 32, 64, seed}, [&](HostBlock& block) {
      Shared<uint64_t> barriers = block.shared<uint64_t>(0, 1);
      Shared<uint32_t> to = block.shared<uint32_t>(16, 4);
      if (block.thread() == 0) {
        block.fetch_prepare(barriers, 1);
        block.fetch_expect(barriers, 0, 16);
        block.fetch(barriers, 0, to, row, 16);
      }
      block.sync();
      if (block.thread() == 0) seen += to[0] != 1;
    });
  }
  CHECK(seen > 0);
  CHECK(seen < 8);
  auto no_barrier = [&](HostBlock& block) {
    Shared<uint64_t> barriers = block.shared<uint64_t>(0, 1);
    Shared<uint32_t> to = block.shared<uint32_t>(16, 4);
    if (block.thread() == 0) {
      block.fetch_prepare(barriers, 1);
      block.fetch_expect(barriers, 0, 16);
      block.fetch(barriers, 0, to, row, 16);
    }
    block.sync();
    block.fetch_wait(barriers, 0, 0);
    if (block.thread() == 1) static_cast<void>(to[0]);
  };
  CHECK(contains(error_of({1, 1, 1, 1, 32, 64, 3}, no_barrier), "race"));
}

TEST_CASE("a fetch to where threads have read or written without a fence is found") {
  alignas(16) uint32_t row[4] = {1, 2, 3, 4};
  for (bool writes : {false, true}) {
    for (bool fence : {false, true}) {
      auto body = [&](HostBlock& block) {
        Shared<uint64_t> barriers = block.shared<uint64_t>(0, 1);
        Shared<uint32_t> to = block.shared<uint32_t>(16, 4);
        if (block.thread() == 0) block.fetch_prepare(barriers, 1);
        if (block.thread() == 5 && writes) to.set(2, 0);
        if (block.thread() == 5 && !writes) static_cast<void>(to[2]);
        if (fence) block.fetch_fence();
        block.sync();
        if (block.thread() == 0) {
          block.fetch_expect(barriers, 0, 16);
          block.fetch(barriers, 0, to, row, 16);
        }
        block.fetch_wait(barriers, 0, 0);
      };
      std::string error = error_of({1, 1, 1, 1, 32, 64, 1}, body);
      CHECK(contains(error, writes ? "thread 5 of block 0 has written without a fence" : "has read without a fence") ==
            !fence);
      if (fence) CHECK(error == "");
    }
  }
}

TEST_CASE("copies are there after the wait and the barrier, and show where one of them is missing") {
  alignas(16) float row[33];
  std::iota(row, row + 33, 1.0f);
  auto copy = [&](HostBlock& block) {
    Shared<float> to = block.shared<float>(0, 33);
    if (block.thread() < 8) block.copy<4>(to.from(4 * block.thread()), row + 4 * block.thread());
    if (block.thread() == 8) block.copy<1>(to.from(32), row + 32);
    return to;
  };
  for (uint64_t seed : seeds) {
    launch({1, 1, 1, 1, 32, 132, seed}, [&](HostBlock& block) {
      Shared<float> to = copy(block);
      block.copies_wait();
      block.sync();
      for (int i = 0; i < 33; i++) CHECK(to[i] == static_cast<float>(i + 1));
    });
    auto no_barrier = [&](HostBlock& block) {
      Shared<float> to = copy(block);
      block.copies_wait();
      static_cast<void>(to[4 * (block.thread() + 1) % 32]);
    };
    CHECK(contains(error_of({1, 1, 1, 1, 32, 132, seed}, no_barrier), "race"));
  }
  int poison = 0;
  launch({1, 1, 1, 1, 32, 132, 1}, [&](HostBlock& block) {
    Shared<float> to = copy(block);
    block.sync();
    if (block.thread() == 0) {
      for (int i = 0; i < 33; i++) poison += to[i] != static_cast<float>(i + 1);
    }
    block.sync();
    block.copies_wait();
  });
  CHECK(poison > 0);
  auto unaligned = [&](HostBlock& block) { block.copy<4>(block.shared<float>(0, 33).from(1), row); };
  CHECK(contains(error_of({1, 1, 1, 1, 32, 132, 0}, unaligned), "not aligned"));
}
