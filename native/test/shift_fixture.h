// What weft_shift promises, of any backend.
#pragma once

#include "abi_fixture.h"
#include "philox.h"

namespace weft::test {

// Training on images that are shifted, bitwise against training on images that were moved beforehand, as weft.h says;
// some inputs are dropped besides. `units` is the width of the hidden layer.
inline void check_shift(const ContextOwner& context, int32_t units, int32_t batch, bool unscaled) {
  constexpr int32_t samples = 140;
  const weft_shift shift{2, 6, 5};
  const std::size_t inputs = 30;
  const uint64_t seed = 0x123456789abcdef0;
  Random random(17);
  std::vector<uint8_t> pixels(samples * inputs);
  for (uint8_t& pixel : pixels) pixel = static_cast<uint8_t>(1 + random.bits() % 255);
  std::vector<int32_t> labels(samples);
  for (int32_t& label : labels) label = static_cast<int32_t>(random.bits() % 3);
  auto dataset_of = [&](const std::vector<uint8_t>& features, const std::vector<int32_t>& classes) {
    weft_dataset dataset = 0;
    REQUIRE_OK(weft_dataset_create(context.handle, WEFT_UINT8, features.data(), samples, inputs, classes.data(), 3,
                                   nullptr, 0, &dataset));
    return dataset;
  };
  auto network = [&](const std::vector<uint64_t>& seeds) {
    const weft_dense_layer layers[] = {{units, WEFT_RELU, 0, 0.2f, unscaled ? 1 : 0}, {3, WEFT_LINEAR, 0, 0, 0}};
    weft_network made = 0;
    REQUIRE_OK(weft_network_create(context.handle, inputs, layers, 2, WEFT_SOFTMAX_CROSS_ENTROPY, seeds.data(),
                                   static_cast<int32_t>(seeds.size()), &made));
    std::vector<float> start = Random(5).values(static_cast<std::size_t>(units * 34 + 3), -0.2f, 0.2f);
    for (std::size_t r = 0; r < seeds.size(); r++) {
      REQUIRE_OK(weft_network_write(made, static_cast<int32_t>(r), WEFT_PARAMETERS, start.data(),
                                    static_cast<int64_t>(start.size())));
    }
    return made;
  };
  auto parameters = [&](weft_network of, int32_t replica) {
    std::vector<float> values(static_cast<std::size_t>(units * 34 + 3));
    REQUIRE_OK(weft_network_read(of, replica, WEFT_PARAMETERS, values.data(), static_cast<int64_t>(values.size())));
    return values;
  };

  weft_dataset dataset = dataset_of(pixels, labels);
  weft_network shifting = network({seed, 8});
  weft_network moved = network({seed});
  weft_network still = network({8});
  int64_t step = 0;
  for (int epoch = 0; epoch < 2; epoch++) {
    Slice slice(samples, batch);
    for (std::size_t i = 0; i < slice.order.size(); i++) slice.order[i] = static_cast<int32_t>((i * 37 + 5) % samples);
    std::vector<uint8_t> at_their_places(pixels.size());
    std::vector<int32_t> their_labels(labels.size());
    for (int32_t i = 0; i < samples; i++) {
      std::size_t sample = static_cast<std::size_t>(slice.order[static_cast<std::size_t>(i)]);
      their_labels[static_cast<std::size_t>(i)] = labels[sample];
      PhiloxBlock bits = philox(seed, static_cast<uint32_t>(i % batch), 0, static_cast<uint32_t>(step + i / batch), 5);
      int32_t right = static_cast<int32_t>(static_cast<uint64_t>(bits.word[0]) * 5 >> 32) - 2;
      int32_t down = static_cast<int32_t>(static_cast<uint64_t>(bits.word[1]) * 5 >> 32) - 2;
      for (int32_t y = 0; y < shift.height; y++) {
        for (int32_t x = 0; x < shift.width; x++) {
          int32_t from_x = x - right;
          int32_t from_y = y - down;
          if (from_x < 0 || from_x >= shift.width || from_y < 0 || from_y >= shift.height) continue;
          at_their_places[static_cast<std::size_t>(i) * inputs + static_cast<std::size_t>(y * shift.width + x)] =
              pixels[sample * inputs + static_cast<std::size_t>(from_y * shift.width + from_x)];
        }
      }
    }
    // One replica of two is shifted. The first epoch is cut behind its first batch.
    int32_t cut = epoch == 0 ? batch : samples;
    for (int32_t first = 0; first < samples; first += cut, cut = samples - first) {
      weft_training_plan plans[] = {slice.plan(), slice.plan()};
      for (weft_training_plan& plan : plans) {
        plan.order += first;
        plan.step_losses = nullptr;
      }
      plans[0].shift = shift;
      REQUIRE_OK(weft_network_train(shifting, dataset, cut, batch, plans, 2));
    }
    REQUIRE_OK(slice.train(still, dataset));
    weft_dataset of_epoch = dataset_of(at_their_places, their_labels);
    REQUIRE_OK(Slice(samples, batch).train(moved, of_epoch));
    weft_dataset_destroy(of_epoch);
    step += (samples + batch - 1) / batch;
  }
  CHECK(parameters(shifting, 0) == parameters(moved, 0));
  CHECK(parameters(shifting, 1) == parameters(still, 0));
  CHECK(parameters(moved, 0) != parameters(still, 0));
  // What is evaluated stays where it is.
  double losses[2];
  int64_t correct = 0;
  REQUIRE_OK(weft_network_evaluate(shifting, 0, dataset, 0, samples, &losses[0], &correct, nullptr, 0));
  REQUIRE_OK(weft_network_evaluate(moved, 0, dataset, 0, samples, &losses[1], &correct, nullptr, 0));
  CHECK(losses[0] == losses[1]);
  for (weft_network made : {shifting, moved, still}) weft_network_destroy(made);
  weft_dataset_destroy(dataset);
}

}  // namespace weft::test
