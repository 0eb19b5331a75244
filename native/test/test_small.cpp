// The kernels for small networks, on the processor: against float64, at odd and boundary sizes, and bitwise the same
// however the work is split and whoever comes first.
#include <doctest/doctest.h>

#include "small_outcome.h"

using namespace weft;
using namespace weft::test;
using cuda::small::Plan;

namespace {

const weft_optimizer decaying{WEFT_ADAMW, 0.9, 0.999, 1e-4, 0.5, 0, 0};
const weft_optimizer averaging{WEFT_ADAMW, 0.9, 0.999, 1e-4, 0.5, 0, 0.8};

const SmallProblem problems[] = {
    {{50, 32, 32, 10}, 32},
    {{50, 32, 32, 10}, 1, WEFT_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0, 0, true, true, 9},
    {{16, 8, 4, 3}, 31, WEFT_TANH, WEFT_SOFTMAX_CROSS_ENTROPY, 0, 0, true, true},
    {{130, 17, 9, 10}, 33},
    {{33, 32, 10, 1}, 32, WEFT_RELU, WEFT_SIGMOID_CROSS_ENTROPY, 0.2f, 0, true, true},
    {{7, 10}, 64},
    {{7, 10}, 65, WEFT_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0, 0.3f},
    {{1, 1, 1}, 32, WEFT_TANH, WEFT_MEAN_SQUARED_ERROR, 0, 0, false},
    {{7, 17, 33, 7, 40, 16, 3}, 33, WEFT_TANH, WEFT_SOFTMAX_CROSS_ENTROPY, 0, 0, false},
    {{29, 12, 128, 5}, 103, WEFT_SIGMOID, WEFT_SIGMOID_CROSS_ENTROPY, 0.1f, 0.1f},
    {{30, 20, 40}, 17, WEFT_LINEAR, WEFT_SOFTMAX_CROSS_ENTROPY, 0.3f, 0.3f, false},
    {{17, 31, 2}, 70, WEFT_GELU, WEFT_MEAN_SQUARED_ERROR, 0.25f},
    {{18, 3, 2, 2}, 5, WEFT_GELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0, 0, false},
    {{21, 19, 6, 4}, 37, WEFT_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0, 0, true, false, 103, 0, decaying},
    {{21, 19, 6, 4}, 37, WEFT_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0, 0, true, false, 103, 0, averaging},
    {{29, 12, 5}, 64, WEFT_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0.2f, 0.1f, true, false, 103, 0, averaging, true},
    {{18, 9}, 8, WEFT_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0, 0, false, false, 103, 0, averaging},
    {{21, 19, 6, 4}, 37, WEFT_LEAKY_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0.2f, 0, true, false, 103, 0.25f},
};

Plan latency(const SmallProblem& problem, int32_t cluster, int32_t threads = 64) {
  return cuda::small::latency_plan(problem.architecture(), problem.data(), cluster, threads);
}

Plan throughput(const SmallProblem& problem, int32_t threads = 64) {
  return cuda::small::throughput_plan(problem.architecture(), problem.data(), threads);
}

template <typename Body>
void for_each_problem(const Body& body) {
  for (const SmallProblem& problem : problems) {
    CAPTURE(problem.widths.size());
    CAPTURE(problem.widths.front());
    CAPTURE(problem.batch);
    CAPTURE(problem.activation);
    CAPTURE(problem.loss);
    body(problem);
  }
}

}  // namespace

TEST_CASE("two slices of training end where float64 ends") {
  for_each_problem([](const SmallProblem& problem) { check_against_float64(problem, latency(problem, 2)); });
}

TEST_CASE("results are bitwise the same for every cluster, every number of threads and every schedule") {
  for_each_problem([](const SmallProblem& problem) {
    Outcome expected = trained(problem, latency(problem, 1), 0);
    for (int32_t cluster : {2, 3, 4, 8, 16}) CHECK(trained(problem, latency(problem, cluster, 32), 2) == expected);
    for (uint64_t schedule : {3u, 4u}) CHECK(trained(problem, latency(problem, 2), schedule) == expected);
    CHECK(trained(problem, throughput(problem), 5) == expected);
    if (problem.widths.size() > 4) return;
    CHECK(trained(problem, latency(problem, 1, cuda::small::latency_threads), 6) == expected);
    CHECK(trained(problem, throughput(problem, cuda::small::throughput_threads), 7) == expected);
  });
}

TEST_CASE("replicas are what single networks are, each with its own seed, order and rate") {
  SmallProblem problem{{20, 8, 3}, 7, WEFT_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0.5f};
  SmallData data(problem, 3);
  for (const Plan& plan : {throughput(problem), latency(problem, 2)}) {
    SmallReplica together[] = {{problem.architecture(), 103, 1}, {problem.architecture(), 103, 2}};
    SmallReplica alone[] = {{problem.architecture(), 103, 1}, {problem.architecture(), 103, 2}};
    for (SmallReplica* second : {&together[1], &alone[1]}) {
      second->seed = 5;
      second->rate = 0.02f;
      std::swap(second->order[0], second->order[102]);
    }
    train_small(plan, data, false, 7, {&together[0], &together[1]}, 1);
    for (SmallReplica& replica : alone) train_small(latency(problem, 1), data, false, 7, {&replica}, 1);
    CHECK(outcome_of(together[0]) == outcome_of(alone[0]));
    CHECK(outcome_of(together[1]) == outcome_of(alone[1]));
    CHECK(together[0].parameters != together[1].parameters);
  }
}

TEST_CASE("slices of an epoch end where the whole one ends") {
  SmallProblem problem{{20, 8, 3}, 16, WEFT_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0.3f, 0.1f};
  SmallData data(problem, 3);
  SmallReplica whole(problem.architecture(), 103);
  whole.optimizer = averaging;
  train_small(latency(problem, 2), data, false, 16, {&whole}, 1);
  SmallReplica parts(problem.architecture(), 103);
  parts.optimizer = averaging;
  const std::vector<int32_t> order = parts.order;
  std::vector<double> losses;
  int64_t correct = 0;
  for (auto range : {std::pair{0, 48}, std::pair{48, 64}, std::pair{64, 103}}) {
    parts.order.assign(order.begin() + range.first, order.begin() + range.second);
    train_small(latency(problem, 4), data, false, 16, {&parts}, 2);
    losses.insert(losses.end(), parts.losses.begin(), parts.losses.end());
    correct += parts.correct;
  }
  CHECK(parts.parameters == whole.parameters);
  CHECK(parts.second_moments == whole.second_moments);
  CHECK(parts.average == whole.average);
  CHECK(losses == whole.losses);
  CHECK(correct == whole.correct);
}

TEST_CASE("an empty slice changes nothing") {
  SmallProblem problem{{20, 8, 3}, 16};
  SmallData data(problem, 3);
  SmallReplica replica(problem.architecture(), 0);
  std::vector<float> before = replica.parameters;
  train_small(latency(problem, 2), data, false, 16, {&replica}, 1);
  CHECK(replica.parameters == before);
  CHECK(replica.correct == 0);
}

TEST_CASE("a divergence shows: NaN parameters give NaN losses and no crash") {
  for (int32_t loss : {WEFT_SOFTMAX_CROSS_ENTROPY, WEFT_MEAN_SQUARED_ERROR, WEFT_SIGMOID_CROSS_ENTROPY}) {
    SmallProblem problem{{20, 8, 3}, 16, WEFT_RELU, loss};
    SmallData data(problem, 3);
    SmallReplica replica(problem.architecture(), 103);
    replica.parameters[5] = std::nanf("");
    train_small(latency(problem, 2), data, false, 16, {&replica}, 1);
    CHECK(std::isnan(replica.losses.back()));
  }
}
