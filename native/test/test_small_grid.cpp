// The kernels of the grid for small networks in large batches, on the processor: against float64, at odd and boundary
// sizes, and bitwise the same however large the clusters are and whoever comes first.
#include <doctest/doctest.h>

#include "small_outcome.h"

using namespace weft;
using namespace weft::test;
using cuda::small::GridStep;
using cuda::small::Plan;

namespace {

SmallProblem of(SmallProblem problem, int32_t samples) {
  problem.samples = samples;
  return problem;
}

// Batches of one chunk, of many teams of one, and of teams of two and three chunks, with whole and partial last ones.
const weft_optimizer decaying{WEFT_ADAMW, 0.9, 0.999, 1e-4, 0.5, 0, 0};
const weft_optimizer averaging{WEFT_ADAM, 0.9, 0.999, 1e-4, 0, 0, 0.8};

const SmallProblem problems[] = {
    of({{50, 32, 32, 10}, 257}, 300),
    of({{16, 8, 4, 3}, 100, WEFT_TANH, WEFT_SOFTMAX_CROSS_ENTROPY, 0, 0, true, true}, 231),
    of({{33, 32, 10, 1}, 64, WEFT_RELU, WEFT_SIGMOID_CROSS_ENTROPY, 0.2f, 0, true, true}, 103),
    of({{13, 10}, 65, WEFT_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0, 0.3f}, 103),
    of({{1, 1, 1}, 32, WEFT_TANH, WEFT_MEAN_SQUARED_ERROR, 0, 0, false}, 70),
    of({{7, 17, 33, 7, 16, 3}, 103, WEFT_TANH, WEFT_SOFTMAX_CROSS_ENTROPY, 0, 0, false}, 103),
    of({{29, 12, 40, 5}, 90, WEFT_SIGMOID, WEFT_SIGMOID_CROSS_ENTROPY, 0.1f, 0.1f}, 103),
    of({{17, 31, 2}, 70, WEFT_GELU, WEFT_MEAN_SQUARED_ERROR, 0.25f}, 103),
    of({{18, 3, 2, 2}, 1030, WEFT_GELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0, 0, false}, 1030),
    of({{18, 7, 6, 4}, 70, WEFT_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0, 0, true, false, 103, 0, decaying}, 103),
    of({{18, 7, 6, 4}, 70, WEFT_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0, 0, true, false, 103, 0, averaging}, 103),
    of({{18, 7, 6, 4}, 70, WEFT_LEAKY_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0.2f, 0, true, false, 103, 0.25f}, 103),
    of({{8, 4, 3}, 8192}, 8200),
    of({{5, 3, 1}, 8257, WEFT_TANH, WEFT_SIGMOID_CROSS_ENTROPY, 0.5f, 0.2f}, 8300),
};

Plan grid(const SmallProblem& problem, int32_t cluster, int32_t threads = 64) {
  return cuda::small::grid_plan(problem.architecture(), problem.data(), cluster, threads);
}

template <typename Body>
void for_each_problem(const Body& body) {
  for (const SmallProblem& problem : problems) {
    CAPTURE(problem.widths.size());
    CAPTURE(problem.widths.front());
    CAPTURE(problem.batch);
    CAPTURE(problem.loss);
    body(problem);
  }
}

}  // namespace

TEST_CASE("two slices of large batches end where float64 ends") {
  for_each_problem([](const SmallProblem& problem) { check_against_float64(problem, grid(problem, 2)); });
}

TEST_CASE("the grid's results are bitwise the same for every cluster, every number of threads and every schedule") {
  for_each_problem([](const SmallProblem& problem) {
    if (problem.samples > 2000) return;
    Outcome expected = trained(problem, grid(problem, 1), 0);
    for (int32_t cluster : {2, 3, 4, 8}) CHECK(trained(problem, grid(problem, cluster, 32), 2) == expected);
    for (uint64_t schedule : {3u, 4u}) CHECK(trained(problem, grid(problem, 2), schedule) == expected);
    if (problem.samples > 300 || problem.widths.size() > 4) return;
    CHECK(trained(problem, grid(problem, 1, cuda::small::grid_threads), 5) == expected);
  });
}

TEST_CASE("teams of several chunks come to bitwise the same for every cluster and schedule") {
  SmallProblem problem = of({{8, 6, 3}, 9000, WEFT_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0.2f}, 9000);
  GridStep step = cuda::small::grid_step(0, 0, 9000, 1);
  REQUIRE(step.team_rows == 96);
  Outcome expected = trained(problem, grid(problem, 1), 0);
  CHECK(trained(problem, grid(problem, 2), 7) == expected);
}

TEST_CASE("replicas on the grid are what single networks are, each with its own seed, order and rate") {
  SmallProblem problem{{20, 8, 3}, 70, WEFT_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0.5f};
  SmallData data(problem, 3);
  SmallReplica together[] = {{problem.architecture(), 103, 1}, {problem.architecture(), 103, 2}};
  SmallReplica alone[] = {{problem.architecture(), 103, 1}, {problem.architecture(), 103, 2}};
  for (SmallReplica* second : {&together[1], &alone[1]}) {
    second->seed = 5;
    second->rate = 0.02f;
    std::swap(second->order[0], second->order[102]);
  }
  train_small(grid(problem, 1), data, false, 70, {&together[0], &together[1]}, 1);
  for (SmallReplica& replica : alone) train_small(grid(problem, 4), data, false, 70, {&replica}, 1);
  CHECK(outcome_of(together[0]) == outcome_of(alone[0]));
  CHECK(outcome_of(together[1]) == outcome_of(alone[1]));
  CHECK(together[0].parameters != together[1].parameters);
}

TEST_CASE("slices of an epoch on the grid end where the whole one ends") {
  SmallProblem problem{{20, 8, 3}, 40, WEFT_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0.3f, 0.1f};
  SmallData data(problem, 3);
  SmallReplica whole(problem.architecture(), 103);
  whole.optimizer = averaging;
  train_small(grid(problem, 2), data, false, 40, {&whole}, 1);
  SmallReplica parts(problem.architecture(), 103);
  parts.optimizer = averaging;
  const std::vector<int32_t> order = parts.order;
  std::vector<double> losses;
  int64_t correct = 0;
  for (auto range : {std::pair{0, 40}, std::pair{40, 103}}) {
    parts.order.assign(order.begin() + range.first, order.begin() + range.second);
    train_small(grid(problem, 4), data, false, 40, {&parts}, 2);
    losses.insert(losses.end(), parts.losses.begin(), parts.losses.end());
    correct += parts.correct;
  }
  CHECK(parts.parameters == whole.parameters);
  CHECK(parts.second_moments == whole.second_moments);
  CHECK(parts.average == whole.average);
  CHECK(losses == whole.losses);
  CHECK(correct == whole.correct);
}

TEST_CASE("a divergence on the grid shows: NaN parameters give NaN losses and no crash") {
  for (int32_t loss : {WEFT_SOFTMAX_CROSS_ENTROPY, WEFT_MEAN_SQUARED_ERROR, WEFT_SIGMOID_CROSS_ENTROPY}) {
    SmallProblem problem{{20, 8, 3}, 80, WEFT_RELU, loss};
    SmallData data(problem, 3);
    SmallReplica replica(problem.architecture(), 103);
    replica.parameters[5] = std::nanf("");
    train_small(grid(problem, 2), data, false, 80, {&replica}, 1);
    CHECK(std::isnan(replica.losses.back()));
  }
}
