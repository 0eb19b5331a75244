// The CUDA backend's general path against the reference trajectories. Where the images are not on this machine, the
// test says so and checks nothing.
#include "abi_fixture.h"
#include "cuda/host_device.h"
#include "golden.h"

using namespace weft;
using namespace weft::test;

namespace {

struct Trained {
  std::vector<float> parameters;
  std::vector<float> average;
};

Trained trained(const Trajectory& trajectory, const Images& images, const std::vector<float>& init) {
  ContextOwner context = ContextOwner::cuda(WEFT_PATH_GENERAL);
  std::vector<int32_t> labels(images.labels.begin(), images.labels.end());
  if (trajectory.binary()) {
    for (int32_t& label : labels) label = is_clothing(static_cast<unsigned char>(label));
  }
  weft_dataset dataset = 0;
  REQUIRE_OK(weft_dataset_create(context.handle, WEFT_UINT8, images.pixels.data(),
                                 static_cast<int64_t>(images.labels.size()), 784, labels.data(),
                                 trajectory.binary() ? 2 : 10, nullptr, 0, &dataset));
  std::vector<weft_dense_layer> layers = trajectory.layers();
  weft_network network = 0;
  REQUIRE_OK(weft_network_create(context.handle, 784, layers.data(), static_cast<int32_t>(layers.size()),
                                 trajectory.loss(), &trajectory.seed, 1, &network));
  Trained end{init, init};
  int64_t count = static_cast<int64_t>(init.size());
  REQUIRE_OK(weft_network_write(network, 0, WEFT_PARAMETERS, init.data(), count));
  Slice slice(trajectory.samples, trajectory.batch, trajectory.first);
  weft_training_plan plan = slice.plan();
  plan.optimizer = trajectory.optimizer;
  for (int epoch = 0; epoch < trajectory.epochs; epoch++) {
    slice.learning_rates = trajectory.rates(epoch);
    plan.learning_rates = slice.learning_rates.data();
    REQUIRE_OK(weft_network_train(network, dataset, trajectory.samples, trajectory.batch, &plan, 1));
  }
  REQUIRE_OK(weft_network_read(network, 0, WEFT_PARAMETERS, end.parameters.data(), count));
  REQUIRE_OK(weft_network_read(network, 0, WEFT_AVERAGE, end.average.data(), count));
  weft_network_destroy(network);
  weft_dataset_destroy(dataset);
  return end;
}

}  // namespace

TEST_CASE("100 steps on real images end within 1e-5 of the float64 trajectories") {
  use_test_device();
  Images images = first_images(golden_images);
  if (images.pixels.empty()) {
    MESSAGE("Fashion-MNIST is not on this machine: nothing was compared");
    return;
  }
  for (const Trajectory& trajectory : trajectories) {
    CAPTURE(trajectory.name);
    std::vector<weft_dense_layer> description = trajectory.layers();
    std::size_t layers = description.size();
    Architecture architecture(784, description.data(), static_cast<int32_t>(layers), trajectory.loss());
    auto stored = [&](const char* part) { return tensors(std::string(trajectory.name) + part, layers); };
    Trained end = trained(trajectory, images, stored(".init"));
    check_tensors(architecture, end.parameters, stored(".final"));
    if (trajectory.optimizer.average_decay > 0) check_tensors(architecture, end.average, stored(".average"));
  }
}
