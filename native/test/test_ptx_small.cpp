// The kernels for small networks as nvcc compiled them, interpreted: against the same kernels in the shim, and against
// each other.
#include <doctest/doctest.h>

#include "cuda/compiled.h"
#include "ptx/compiled.h"
#include "small_fixture.h"

using namespace weft;
using namespace weft::test;
using cuda::small::Plan;

namespace {

// How a compiled kernel is run.
struct Run {
  const char* files;
  uint64_t seed;
  bool initialised = false;
};

SmallLauncher interpreted(const Run& run) {
  return
      [=](const Plan& plan, const cuda::small::Arguments& arguments, int replicas, const std::vector<Given>& memory) {
        ptx::GlobalMemory global;
        for (const Given& range : memory) global.add(range.begin, range.bytes);
        auto interpret = [&](auto kernel, const cuda::Grid& grid, const auto& args) {
          using Kernel = decltype(kernel);
          ptx::Launch shape = ptx::interpreted(shape_of<Kernel>(grid, threads_of<Kernel>(plan)));
          shape.seed = run.seed;
          shape.initialised = run.initialised;
          ptx::launch(ptx::compiled(run.files, compiled_name<Kernel>()), shape, global, &args, sizeof(args));
          return true;
        };
        cuda::small::start(plan.program, arguments, replicas, interpret);
      };
}

// Everything that training leaves behind.
std::vector<double> results_of(const SmallReplica& replica) {
  std::vector<double> all(replica.losses);
  all.push_back(static_cast<double>(replica.correct));
  for (const auto* array : {&replica.parameters, &replica.first_moments, &replica.second_moments}) {
    all.insert(all.end(), array->begin(), array->end());
  }
  return all;
}

template <typename How>
SmallReplica trained(const SmallProblem& problem, const Plan& plan, const How& how) {
  SmallData data(problem, 23);
  SmallReplica replica(problem.architecture(), problem.samples);
  train_small(plan, data, problem.class_weights, problem.batch, {&replica}, how);
  return replica;
}

SmallReplica in_shim(const SmallProblem& problem, const Plan& plan) { return trained(problem, plan, uint64_t{1}); }

Plan latency(const SmallProblem& problem, int32_t cluster) {
  return cuda::small::latency_plan(problem.architecture(), problem.data(), cluster);
}

Plan throughput(const SmallProblem& problem) {
  return cuda::small::throughput_plan(problem.architecture(), problem.data());
}

// The GPU's expf, logf, tanhf and erfcf are not the host's: they differ in the last bits. What a gradient loses of them
// is about one part in 2^23 a step.
constexpr double tolerance = 1e-6;

void check_close(const SmallReplica& actual, const SmallReplica& expected) {
  auto wide = [](const std::vector<float>& values) { return std::vector<double>(values.begin(), values.end()); };
  CHECK(relative_difference(actual.parameters, wide(expected.parameters)) < tolerance);
  CHECK(relative_difference(actual.first_moments, wide(expected.first_moments)) < 10 * tolerance);
  CHECK(relative_difference(actual.second_moments, wide(expected.second_moments)) < 10 * tolerance);
  REQUIRE(actual.losses.size() == expected.losses.size());
  for (std::size_t i = 0; i < actual.losses.size(); i++) {
    CHECK(actual.losses[i] == doctest::Approx(expected.losses[i]).epsilon(tolerance));
  }
  CHECK(actual.correct == expected.correct);
}

}  // namespace

TEST_CASE("the reference network, whatever the cluster, the program and the order of threads") {
  SmallProblem problem{{784, 32, 32, 10}, 32};
  // The first batch is a whole one, so nothing of shared memory may be read that was not written.
  SmallReplica first = trained(problem, latency(problem, 8), interpreted({WEFT_PTX_90, 0, true}));
  check_close(first, in_shim(problem, latency(problem, 8)));
  std::vector<double> expected = results_of(first);
  CHECK(results_of(trained(problem, latency(problem, 8), interpreted({WEFT_PTX_90, 1}))) == expected);
  CHECK(results_of(trained(problem, latency(problem, 16), interpreted({WEFT_PTX_90, 2, true}))) == expected);
  CHECK(results_of(trained(problem, latency(problem, 4), interpreted({WEFT_PTX_90, 3, true}))) == expected);
  CHECK(results_of(trained(problem, throughput(problem), interpreted({WEFT_PTX_90, 4, true}))) == expected);
  CHECK(results_of(trained(problem, throughput(problem), interpreted({WEFT_PTX_80, 5}))) == expected);
}

TEST_CASE("odd networks of every activation, loss and kind of data") {
  const SmallProblem problems[] = {
      {{50, 32, 32, 10}, 1, WEFT_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0, 0, true, true, 5},
      {{33, 32, 10, 1}, 32, WEFT_RELU, WEFT_SIGMOID_CROSS_ENTROPY, 0.2f, 0, true, true},
      {{7, 10}, 65, WEFT_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0, 0.3f},
      {{29, 12, 128, 5}, 103, WEFT_SIGMOID, WEFT_SIGMOID_CROSS_ENTROPY, 0.1f, 0.1f},
      {{30, 20, 40}, 17, WEFT_TANH, WEFT_SOFTMAX_CROSS_ENTROPY, 0.3f, 0.3f, false},
      {{17, 31, 2}, 70, WEFT_GELU, WEFT_MEAN_SQUARED_ERROR, 0.25f},
      {{200, 18, 3}, 33, WEFT_GELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0, 0, false},
  };
  uint64_t seed = 0;
  for (const SmallProblem& problem : problems) {
    CAPTURE(problem.widths.front());
    SmallReplica first = trained(problem, latency(problem, 1), interpreted({WEFT_PTX_90, seed++}));
    check_close(first, in_shim(problem, latency(problem, 1)));
    std::vector<double> expected = results_of(first);
    CHECK(results_of(trained(problem, latency(problem, 8), interpreted({WEFT_PTX_90, seed++}))) == expected);
    CHECK(results_of(trained(problem, latency(problem, 1), interpreted({WEFT_PTX_80, seed++}))) == expected);
    CHECK(results_of(trained(problem, throughput(problem), interpreted({WEFT_PTX_90, seed++}))) == expected);
    CHECK(results_of(trained(problem, throughput(problem), interpreted({WEFT_PTX_80, seed++}))) == expected);
  }
}

TEST_CASE("without functions that the host computes otherwise, compiled kernels end bitwise where their sources do") {
  for (bool pixels : {true, false}) {
    SmallProblem problem{{45, 24, 17, 3}, 32, WEFT_RELU, WEFT_MEAN_SQUARED_ERROR, 0.2f, 0.1f, pixels};
    std::vector<double> expected = results_of(in_shim(problem, latency(problem, 2)));
    CHECK(results_of(trained(problem, latency(problem, 8), interpreted({WEFT_PTX_90, 1}))) == expected);
    CHECK(results_of(trained(problem, latency(problem, 2), interpreted({WEFT_PTX_90, 2}))) == expected);
    CHECK(results_of(trained(problem, throughput(problem), interpreted({WEFT_PTX_90, 3}))) == expected);
  }
}

TEST_CASE("replicas of one launch do not meet") {
  SmallProblem problem{{45, 24, 3}, 32, WEFT_RELU, WEFT_MEAN_SQUARED_ERROR};
  SmallData data(problem, 3);
  for (const Plan& plan : {latency(problem, 4), throughput(problem)}) {
    SmallReplica together[] = {{problem.architecture(), 103, 1}, {problem.architecture(), 103, 2}};
    SmallReplica alone[] = {{problem.architecture(), 103, 1}, {problem.architecture(), 103, 2}};
    train_small(plan, data, false, 32, {&together[0], &together[1]}, interpreted({WEFT_PTX_90, 1}));
    for (SmallReplica& replica : alone) train_small(plan, data, false, 32, {&replica}, uint64_t{1});
    CHECK(results_of(together[0]) == results_of(alone[0]));
    CHECK(results_of(together[1]) == results_of(alone[1]));
  }
}

TEST_CASE("large batches on the whole grid") {
  const SmallProblem problems[] = {
      {{784, 32, 32, 10}, 100, WEFT_RELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0, 0, true, false, 150},
      {{33, 32, 10, 1}, 64, WEFT_RELU, WEFT_SIGMOID_CROSS_ENTROPY, 0.2f, 0, true, true},
      {{29, 12, 40, 5}, 90, WEFT_SIGMOID, WEFT_SIGMOID_CROSS_ENTROPY, 0.1f, 0.1f},
      {{18, 3, 2, 2}, 1030, WEFT_GELU, WEFT_SOFTMAX_CROSS_ENTROPY, 0, 0, false, false, 1030},
      {{45, 24, 17, 3}, 70, WEFT_RELU, WEFT_MEAN_SQUARED_ERROR, 0.2f, 0.1f, false},
  };
  uint64_t seed = 0;
  for (const SmallProblem& problem : problems) {
    CAPTURE(problem.widths.front());
    auto grid = [&](int32_t cluster) {
      return cuda::small::grid_plan(problem.architecture(), problem.data(), cluster);
    };
    SmallReplica first = trained(problem, grid(1), interpreted({WEFT_PTX_90, seed++}));
    check_close(first, trained(problem, grid(1), uint64_t{1}));
    std::vector<double> expected = results_of(first);
    CHECK(results_of(trained(problem, grid(4), interpreted({WEFT_PTX_90, seed++}))) == expected);
    CHECK(results_of(trained(problem, grid(1), interpreted({WEFT_PTX_80, seed++}))) == expected);
  }
}
