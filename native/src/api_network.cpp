// Networks of the C ABI: creation, state, training, evaluation, prediction.
#include <algorithm>
#include <cmath>

#include "error.h"
#include "math/optimizer.h"
#include "registry.h"
#include "weft/weft.h"

namespace weft {

HandleTable<OwnedNetwork, HandleKind::network>& networks() {
  static auto* table = new HandleTable<OwnedNetwork, HandleKind::network>();
  return *table;
}

namespace {

void require_replica(const Network& network, int32_t replica) {
  require(replica >= 0 && replica < network.replicas(), "replica is ", replica, ", the network has ",
          network.replicas());
}

void require_state(const Network& network, int32_t replica, int32_t state, const void* values, int64_t count) {
  require_replica(network, replica);
  require(state >= WEFT_PARAMETERS && state <= WEFT_AVERAGE, "state ", state, " does not exist");
  require(values != nullptr, "values is null");
  require(count == network.architecture().parameters, "count is ", count, ", the network has ",
          network.architecture().parameters, " parameters");
}

void require_features(const OwnedNetwork& network, const OwnedDataset& dataset) {
  require(network.context == dataset.context, "the dataset belongs to another context than the network");
  require(dataset.object->width() == network.object->architecture().inputs, "the dataset has ", dataset.object->width(),
          " features a sample, the network takes ", network.object->architecture().inputs);
}

void require_targets(const OwnedNetwork& network, const OwnedDataset& dataset) {
  require_features(network, dataset);
  const Architecture& architecture = network.object->architecture();
  const Dataset& data = *dataset.object;
  if (data.target_width() > 0) {
    require(data.target_width() == architecture.outputs(), "the dataset has rows of ", data.target_width(),
            " targets, the network has ", architecture.outputs(), " outputs");
    return;
  }
  require(data.classes() > 0, "the dataset has neither labels nor targets");
  require(architecture.classes() > 0, "this loss needs rows of targets, the dataset has labels");
  require(data.classes() == architecture.classes(), "the dataset has ", data.classes(), " classes, the network tells ",
          architecture.classes(), " apart");
}

void require_range(const Dataset& data, int64_t first, int64_t count) {
  require(first >= 0 && count >= 1 && count <= data.samples() && first <= data.samples() - count, "samples ", first,
          " to ", first, " + ", count, " - 1 are not within the dataset's ", data.samples());
}

void require_shift(const weft_shift& shift, const Dataset& data) {
  require(shift.pixels >= 0, "pixels of the shift is ", shift.pixels, ", expected a number from 0");
  if (shift.pixels == 0) return;
  require(data.is_uint8(), "only images of uint8 are shifted");
  require(shift.width >= 1 && shift.height >= 1 && static_cast<int64_t>(shift.width) * shift.height == data.width(),
          "images of ", shift.width, " x ", shift.height, " are not the ", data.width(), " features of the dataset");
  require(shift.pixels < std::min(shift.width, shift.height), "a shift by ", shift.pixels,
          " pixels leaves nothing of images of ", shift.width, " x ", shift.height);
}

void require_plan(const weft_training_plan& plan, const Architecture& architecture, const Dataset& data,
                  int64_t samples, int64_t steps) {
  require(plan.learning_rates != nullptr, "learning_rates is null");
  require_optimizer(plan.optimizer);
  for (int64_t i = 0; i < samples; i++) {
    require(plan.order[i] >= 0 && plan.order[i] < data.samples(), "order[", i, "] is ", plan.order[i],
            ", the dataset has ", data.samples(), " samples");
  }
  for (int64_t i = 0; i < steps; i++) {
    require(std::isfinite(plan.learning_rates[i]), "learning_rates[", i, "] is not a number");
  }
  require_shift(plan.shift, data);
  if (plan.class_weights == nullptr) return;
  require(data.classes() > 0, "class_weights need labels");
  for (int32_t i = 0; i < architecture.classes(); i++) {
    require(plan.class_weights[i] >= 0 && std::isfinite(plan.class_weights[i]), "class_weights[", i, "] is ",
            plan.class_weights[i], ", expected a number from 0");
  }
}

}  // namespace
}  // namespace weft

using weft::guarded;
using weft::require;

extern "C" {

weft_status weft_network_create(weft_context context, int32_t inputs, const weft_dense_layer* layers,
                                int32_t layer_count, int32_t loss, const uint64_t* seeds, int32_t replicas,
                                weft_network* network) {
  return guarded([&] {
    require(network != nullptr, "network is null");
    require(seeds != nullptr, "seeds is null");
    require(replicas >= 1 && replicas <= WEFT_MAX_REPLICAS, "replicas is ", replicas, ", expected 1 to ",
            WEFT_MAX_REPLICAS);
    auto owner = weft::contexts().find(context);
    weft::Architecture architecture(inputs, layers, layer_count, loss);
    weft::Span<const uint64_t> seed_span{seeds, static_cast<std::size_t>(replicas)};
    auto owned =
        std::make_shared<weft::OwnedNetwork>(weft::OwnedNetwork{owner, owner->create_network(architecture, seed_span)});
    *network = weft::networks().add(std::move(owned));
  });
}

weft_status weft_network_destroy(weft_network network) {
  return guarded([&] { weft::networks().remove(network); });
}

weft_status weft_network_path(weft_network network, int32_t* path) {
  return guarded([&] {
    require(path != nullptr, "path is null");
    *path = weft::networks().find(network)->object->path();
  });
}

weft_status weft_network_read(weft_network network, int32_t replica, int32_t state, float* values, int64_t count) {
  return guarded([&] {
    auto owned = weft::networks().find(network);
    weft::require_state(*owned->object, replica, state, values, count);
    owned->object->read(replica, state, {values, static_cast<std::size_t>(count)});
  });
}

weft_status weft_network_write(weft_network network, int32_t replica, int32_t state, const float* values,
                               int64_t count) {
  return guarded([&] {
    auto owned = weft::networks().find(network);
    weft::require_state(*owned->object, replica, state, values, count);
    owned->object->write(replica, state, {values, static_cast<std::size_t>(count)});
  });
}

weft_status weft_network_has_average(weft_network network, int32_t replica, int32_t* has) {
  return guarded([&] {
    require(has != nullptr, "has is null");
    auto owned = weft::networks().find(network);
    weft::require_replica(*owned->object, replica);
    *has = owned->object->has_average(replica) ? 1 : 0;
  });
}

weft_status weft_network_step(weft_network network, int32_t replica, int64_t* step) {
  return guarded([&] {
    require(step != nullptr, "step is null");
    auto owned = weft::networks().find(network);
    weft::require_replica(*owned->object, replica);
    *step = owned->object->step(replica);
  });
}

weft_status weft_network_set_step(weft_network network, int32_t replica, int64_t step) {
  return guarded([&] {
    auto owned = weft::networks().find(network);
    weft::require_replica(*owned->object, replica);
    require(step >= 0 && step <= WEFT_MAX_STEP, "step is ", step, ", expected 0 to ", WEFT_MAX_STEP);
    owned->object->set_step(replica, step);
  });
}

weft_status weft_network_set_seed(weft_network network, int32_t replica, uint64_t seed) {
  return guarded([&] {
    auto owned = weft::networks().find(network);
    weft::require_replica(*owned->object, replica);
    owned->object->set_seed(replica, seed);
  });
}

weft_status weft_network_train(weft_network network, weft_dataset dataset, int64_t samples, int32_t batch_size,
                               weft_training_plan* plans, int32_t replicas) {
  return guarded([&] {
    auto owned = weft::networks().find(network);
    auto data = weft::datasets().find(dataset);
    require(plans != nullptr, "plans is null");
    require(replicas == owned->object->replicas(), "replicas is ", replicas, ", the network has ",
            owned->object->replicas());
    require(batch_size >= 1, "batch_size is ", batch_size, ", expected 1 or more");
    require(samples >= 0 && samples <= INT32_MAX, "samples is ", samples, ", expected 0 to ", INT32_MAX);
    weft::require_targets(*owned, *data);
    int64_t steps = (samples + batch_size - 1) / batch_size;
    for (int32_t r = 0; r < replicas; r++) {
      if (plans[r].order == nullptr) continue;
      weft::require_plan(plans[r], owned->object->architecture(), *data->object, samples, steps);
    }
    owned->object->train(*data->object, samples, batch_size, {plans, static_cast<std::size_t>(replicas)});
  });
}

weft_status weft_network_evaluate(weft_network network, int32_t replica, weft_dataset dataset, int64_t first,
                                  int64_t count, double* loss, int64_t* correct, int64_t* confusion,
                                  int64_t confusion_size) {
  return guarded([&] {
    auto owned = weft::networks().find(network);
    auto data = weft::datasets().find(dataset);
    require(loss != nullptr, "loss is null");
    require(correct != nullptr, "correct is null");
    weft::require_replica(*owned->object, replica);
    weft::require_targets(*owned, *data);
    weft::require_range(*data->object, first, count);
    int64_t classes = owned->object->architecture().classes();
    int64_t expected = confusion == nullptr ? 0 : classes * classes;
    require(confusion_size == expected, "confusion_size is ", confusion_size, ", expected ", expected);
    weft::EvaluationResult result;
    result.confusion = {confusion, static_cast<std::size_t>(confusion_size)};
    owned->object->evaluate(replica, *data->object, first, count, result);
    *loss = result.loss;
    *correct = result.correct;
  });
}

weft_status weft_network_predict(weft_network network, int32_t replica, weft_dataset dataset, int64_t first,
                                 int64_t count, float* outputs, int64_t outputs_size) {
  return guarded([&] {
    auto owned = weft::networks().find(network);
    auto data = weft::datasets().find(dataset);
    require(outputs != nullptr, "outputs is null");
    weft::require_replica(*owned->object, replica);
    weft::require_features(*owned, *data);
    weft::require_range(*data->object, first, count);
    int64_t expected = count * owned->object->architecture().outputs();
    require(outputs_size == expected, "outputs_size is ", outputs_size, ", expected ", expected);
    owned->object->predict(replica, *data->object, first, count, outputs);
  });
}

weft_status weft_network_predict_rows(weft_network network, int32_t replica, const float* features,
                                      int64_t features_size, float* outputs, int64_t outputs_size) {
  return guarded([&] {
    auto owned = weft::networks().find(network);
    require(features != nullptr, "features is null");
    require(outputs != nullptr, "outputs is null");
    weft::require_replica(*owned->object, replica);
    int64_t inputs = owned->object->architecture().inputs;
    require(features_size >= inputs && features_size <= INT32_MAX && features_size % inputs == 0, "features_size is ",
            features_size, ", expected a whole number of rows of ", inputs);
    int64_t rows = features_size / inputs;
    int64_t expected = rows * owned->object->architecture().outputs();
    require(outputs_size == expected, "outputs_size is ", outputs_size, ", expected ", expected);
    owned->object->predict_rows(replica, features, rows, outputs);
  });
}

}  // extern "C"
