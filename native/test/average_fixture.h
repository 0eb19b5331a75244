// What WEFT_AVERAGE promises, of any backend.
#pragma once

#include "abi_fixture.h"
#include "reference64.h"

namespace weft::test {

inline bool has_average(const NetworkOwner& network, int32_t replica = 0) {
  int32_t has = -1;
  REQUIRE_OK(weft_network_has_average(network.handle, replica, &has));
  return has == 1;
}

// Of a network of these widths, trained in batches of 32 by whatever path the context takes.
inline void check_average(const ContextOwner& context, const std::vector<int32_t>& widths) {
  constexpr int32_t samples = 130;
  DatasetOwner dataset(context.handle, samples, widths.front(), widths.back());
  NetworkOwner network(context.handle, widths, {1, 1});
  Slice slice(samples, 32);
  Slice beside(samples, 32);
  auto train = [&](double first_decay, double second_decay) {
    weft_training_plan plans[] = {slice.plan(), beside.plan()};
    plans[0].optimizer.average_decay = first_decay;
    plans[1].optimizer.average_decay = second_decay;
    REQUIRE_OK(weft_network_train(network.handle, dataset.handle, samples, 32, plans, 2));
  };
  auto write = [&](int32_t state, const std::vector<float>& values) {
    REQUIRE_OK(weft_network_write(network.handle, 0, state, values.data(), network.parameters));
  };
  auto outputs = [&](int32_t replica) {
    std::vector<float> values(static_cast<std::size_t>(samples * widths.back()));
    REQUIRE_OK(weft_network_predict(network.handle, replica, dataset.handle, 0, samples, values.data(),
                                    static_cast<int64_t>(values.size())));
    return values;
  };

  // One step after the other: the average as the definition has it, and as one slice leaves it.
  std::vector<float> expected = network.read();
  for (int step = 0; step < 3; step++) {
    weft_training_plan plans[2] = {};
    Slice one(32, 32, 32 * step);
    plans[0] = one.plan();
    plans[0].optimizer.average_decay = 0.75;
    REQUIRE_OK(weft_network_train(network.handle, dataset.handle, 32, 32, plans, 2));
    std::vector<float> now = network.read();
    for (std::size_t i = 0; i < now.size(); i++) expected[i] += (now[i] - expected[i]) * 0.25f;
  }
  CHECK(relative_difference(network.read(WEFT_AVERAGE), expected) < 1e-6);
  CHECK(has_average(network));
  CHECK(!has_average(network, 1));

  // Evaluation and prediction take it, of the replica that has it.
  train(0.9, 0);
  CHECK(network.read(WEFT_AVERAGE) != network.read());
  CHECK(network.read(WEFT_AVERAGE, 1) == network.read(WEFT_PARAMETERS, 1));
  const std::vector<float> parameters = network.read();
  const std::vector<float> average = network.read(WEFT_AVERAGE);
  const std::vector<float> of_average = outputs(0);
  double average_loss = 0;
  double loss = 0;
  int64_t correct = 0;
  REQUIRE_OK(weft_network_evaluate(network.handle, 0, dataset.handle, 0, samples, &average_loss, &correct, nullptr, 0));

  // Written parameters end it; then they are what answers.
  write(WEFT_PARAMETERS, average);
  CHECK(!has_average(network));
  CHECK(outputs(0) == of_average);
  REQUIRE_OK(weft_network_evaluate(network.handle, 0, dataset.handle, 0, samples, &loss, &correct, nullptr, 0));
  CHECK(loss == average_loss);
  write(WEFT_PARAMETERS, parameters);
  CHECK(outputs(0) != of_average);

  // Both written, training goes on bitwise as it would have.
  write(WEFT_AVERAGE, average);
  CHECK(outputs(0) == of_average);
  std::vector<float> first = network.read(WEFT_FIRST_MOMENTS);
  std::vector<float> second = network.read(WEFT_SECOND_MOMENTS);
  int64_t step = 0;
  REQUIRE_OK(weft_network_step(network.handle, 0, &step));
  train(0.9, 0.9);
  std::vector<float> went_on = network.read(WEFT_AVERAGE);
  write(WEFT_PARAMETERS, parameters);
  write(WEFT_AVERAGE, average);
  write(WEFT_FIRST_MOMENTS, first);
  write(WEFT_SECOND_MOMENTS, second);
  REQUIRE_OK(weft_network_set_step(network.handle, 0, step));
  train(0.9, 0);
  CHECK(network.read(WEFT_AVERAGE) == went_on);

  // An update without it ends it, too; a replica that rests keeps what it has.
  CHECK(!has_average(network, 1));
  weft_training_plan plans[2] = {};
  plans[1] = slice.plan();
  REQUIRE_OK(weft_network_train(network.handle, dataset.handle, samples, 32, plans, 2));
  CHECK(network.read(WEFT_AVERAGE) == went_on);
  train(0, 0);
  CHECK(!has_average(network));
}

}  // namespace weft::test
