// The kernels for small networks against the reference trajectories: float64 runs of another framework on the real
// images. Where the images are not on this machine, the test says so and checks nothing.
#include <doctest/doctest.h>

#include <string>

#include "golden.h"
#include "small_fixture.h"

using namespace weft;
using namespace weft::test;

TEST_CASE("100 steps on real images end within 1e-5 of the float64 trajectories") {
  Images images = first_images(golden_images);
  if (images.pixels.empty()) {
    MESSAGE("Fashion-MNIST is not on this machine: nothing was compared");
    return;
  }
  for (const Trajectory& trajectory : trajectories) {
    CAPTURE(trajectory.name);
    // These kernels cannot clip.
    if (trajectory.optimizer.clip_norm > 0) continue;
    SmallProblem problem{trajectory.widths, trajectory.batch, trajectory.activation, trajectory.loss()};
    problem.samples = trajectory.samples;
    problem.activation_parameter = trajectory.activation_parameter;
    problem.input_dropout = trajectory.masking;
    problem.unscaled = trajectory.masking > 0;
    SmallData data(problem, 1);
    Architecture architecture = problem.architecture();
    SmallReplica replica(architecture, trajectory.samples);
    for (std::size_t i = 0; i < replica.order.size(); i++) {
      std::size_t image = static_cast<std::size_t>(trajectory.first) + i;
      unsigned char label = images.labels[image];
      data.set_row(i, images.pixels.data() + 784 * image, trajectory.binary() ? is_clothing(label) : label);
      replica.order[i] = static_cast<int32_t>(i);
    }
    replica.parameters = tensors(std::string(trajectory.name) + ".init", architecture.layers.size());
    REQUIRE(replica.parameters.size() == static_cast<std::size_t>(architecture.parameters));
    replica.optimizer = trajectory.optimizer;
    replica.seed = trajectory.seed;
    const SmallReplica begin = replica;
    for (const cuda::small::Plan& plan : {cuda::small::latency_plan(architecture, problem.data(), 2, 32),
                                          cuda::small::grid_plan(architecture, problem.data(), 2, 32)}) {
      CAPTURE(cuda::small::path_of(plan));
      replica = begin;
      for (int epoch = 0; epoch < trajectory.epochs; epoch++) {
        replica.rates = trajectory.rates(epoch);
        train_small(plan, data, false, trajectory.batch, {&replica}, 1);
      }
      auto stored = [&](const char* part) {
        return tensors(std::string(trajectory.name) + part, architecture.layers.size());
      };
      check_tensors(architecture, replica.parameters, stored(".final"));
      if (trajectory.optimizer.average_decay > 0) check_tensors(architecture, replica.average, stored(".average"));
    }
  }
}

TEST_CASE("large batches of real images end within 1e-5 of float64") {
  Images images = first_images(3200);
  if (images.pixels.empty()) {
    MESSAGE("Fashion-MNIST is not on this machine: nothing was compared");
    return;
  }
  SmallProblem problem{{784, 32, 32, 10}, 1024};
  problem.samples = 3100;
  SmallData data(problem, 1);
  Architecture architecture = problem.architecture();
  SmallReplica replica(architecture, problem.samples);
  Table table = data.table();
  std::fill(table.targets.begin(), table.targets.end(), 0);
  for (std::size_t i = 0; i < replica.order.size(); i++) {
    data.set_row(i, images.pixels.data() + 784 * i, images.labels[i]);
    for (std::size_t k = 0; k < 784; k++) table.features[784 * i + k] = images.pixels[784 * i + k] / 255.0;
    table.targets[10 * i + images.labels[i]] = 1;
  }
  replica.parameters = tensors("multiclass.init", architecture.layers.size());
  replica.rate = 0.001f;
  replica.optimizer.epsilon = 1e-7;
  Reference64 reference(architecture, replica.parameters, replica.seed);
  cuda::small::Plan plan = cuda::small::grid_plan(architecture, problem.data(), 4, 64);
  train_small(plan, data, false, problem.batch, {&replica}, 1);
  for (std::size_t first = 0; first < replica.order.size(); first += 1024) {
    std::size_t rows = std::min<std::size_t>(1024, replica.order.size() - first);
    reference.step(table, replica.order.data() + first, rows, static_cast<double>(replica.rate), replica.optimizer);
  }
  CHECK(replica.losses.size() == 4);
  CHECK(replica.losses.back() < replica.losses.front());
  check_tensors(architecture, replica.parameters,
                std::vector<float>(reference.parameters.begin(), reference.parameters.end()));
}
