#include <doctest/doctest.h>

#include <limits>
#include <numeric>
#include <thread>

#include "cpu/floating_point_mode.h"
#include "cpu/thread_team.h"

using weft::cpu::FlushSubnormals;
using weft::cpu::ThreadTeam;

namespace {

// Half the smallest normal number, computed at run time in the mode of the calling thread.
float half_of_smallest() {
  volatile float smallest = std::numeric_limits<float>::min();
  return smallest * 0.5f;
}

}  // namespace

TEST_CASE("each tile is done once, for any number of threads and tiles") {
  for (int threads : {1, 2, 3, 8}) {
    ThreadTeam team(threads);
    CHECK(team.threads() == threads);
    for (int64_t tiles : {0, 1, 2, 7, 64, 1000}) {
      std::vector<std::atomic<int>> done(static_cast<std::size_t>(tiles));
      team.run(tiles, [&](int64_t tile) { done[static_cast<std::size_t>(tile)]++; });
      for (auto& count : done) CHECK(count == 1);
    }
  }
}

TEST_CASE("rounds follow each other without a lost or doubled tile") {
  ThreadTeam team(4);
  std::vector<int64_t> sums(16);
  for (int round = 0; round < 20000; round++) {
    team.run(16, [&](int64_t tile) { sums[static_cast<std::size_t>(tile)] += tile; });
  }
  CHECK(std::accumulate(sums.begin(), sums.end(), int64_t{0}) == 20000 * 120);
}

TEST_CASE("workers that fell asleep wake up") {
  ThreadTeam team(3);
  for (int round = 0; round < 5; round++) {
    std::atomic<int> done{0};
    team.run(6, [&](int64_t) { done++; });
    CHECK(done == 6);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

TEST_CASE("subnormals are flushed in workers and in a scope, and nowhere else") {
  CHECK(half_of_smallest() > 0);
  {
    FlushSubnormals flush;
    CHECK(half_of_smallest() == 0);
    {
      FlushSubnormals inner;
      CHECK(half_of_smallest() == 0);
    }
    CHECK(half_of_smallest() == 0);
    ThreadTeam team(2);
    std::atomic<int> subnormal{0};
    team.run(64, [&](int64_t) { subnormal += half_of_smallest() > 0; });
    CHECK(subnormal == 0);
  }
  CHECK(half_of_smallest() > 0);
}
