// What training by the small kernels comes to, and how it is held against float64.
#pragma once

#include <doctest/doctest.h>

#include "small_fixture.h"

namespace weft::test {

struct Outcome {
  std::vector<float> parameters;
  std::vector<float> first_moments;
  std::vector<float> second_moments;
  std::vector<float> average;
  std::vector<double> losses;
  int64_t correct;

  bool operator==(const Outcome& other) const {
    return parameters == other.parameters && first_moments == other.first_moments &&
           second_moments == other.second_moments && average == other.average && losses == other.losses &&
           correct == other.correct;
  }
};

inline Outcome outcome_of(const SmallReplica& replica) {
  return {replica.parameters, replica.first_moments, replica.second_moments,
          replica.average,    replica.losses,        replica.correct};
}

// From the problem's own data and parameters, through its order `slices` times.
inline Outcome trained(const SmallProblem& problem, const cuda::small::Plan& plan, uint64_t schedule, int slices = 1) {
  SmallData data(problem, 23);
  SmallReplica replica(problem.architecture(), problem.samples);
  replica.optimizer = problem.optimizer;
  for (int slice = 0; slice < slices; slice++) {
    train_small(plan, data, problem.class_weights, problem.batch, {&replica}, schedule);
  }
  return outcome_of(replica);
}

// Two slices end where float64 ends: parameters, losses and count.
inline void check_against_float64(const SmallProblem& problem, const cuda::small::Plan& plan) {
  SmallData data(problem, 23);
  SmallReplica replica(problem.architecture(), problem.samples);
  replica.optimizer = problem.optimizer;
  Reference64 reference(problem.architecture(), replica.parameters, replica.seed);
  Outcome actual = trained(problem, plan, 1, 2);
  for (int slice = 0; slice < 2; slice++) {
    reference.correct = 0;
    for (std::size_t first = 0; first < replica.order.size(); first += static_cast<std::size_t>(problem.batch)) {
      std::size_t rows = std::min(static_cast<std::size_t>(problem.batch), replica.order.size() - first);
      reference.step(data.table(), replica.order.data() + first, rows, static_cast<double>(replica.rate),
                     replica.optimizer);
    }
  }
  CHECK(relative_difference(actual.parameters, reference.parameters) < 3e-6);
  if (!actual.average.empty()) CHECK(relative_difference(actual.average, reference.average) < 3e-6);
  std::size_t steps = actual.losses.size();
  REQUIRE(reference.losses.size() == 2 * steps);
  for (std::size_t i = 0; i < steps; i++) {
    CHECK(actual.losses[i] == doctest::Approx(reference.losses[steps + i]).epsilon(1e-5));
  }
  CHECK(actual.correct == reference.correct);
}

}  // namespace weft::test
