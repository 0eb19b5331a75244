// What networks do with data: training, evaluation, prediction.
#include <algorithm>

#include "session.h"

namespace weft::fuzz {

Made Session::data_for(const Made& network) {
  Made any = datasets_.any(bytes_);
  return bytes_.hostile() ? any : datasets_.with(network.data, any);
}

weft_shift Session::shift(int32_t width) {
  if (bytes_.byte() < 192) return {0, 0, 0};
  if (bytes_.hostile())
    return {bytes_.odd_number<int32_t>(), bytes_.odd_number<int32_t>(), bytes_.odd_number<int32_t>()};
  int32_t columns = 1 + bytes_.below(8);
  return {bytes_.below(3), columns, width / columns};
}

weft_optimizer Session::optimizer() {
  const double betas[] = {0, 0.5, 0.9, 0.999};
  weft_optimizer chosen{bytes_.code(2),          betas[bytes_.below(4)], betas[bytes_.below(4)], 1e-7, 0,
                        bytes_.flag() ? 0 : 0.5, betas[bytes_.below(4)]};
  if (chosen.kind == WEFT_ADAMW) chosen.weight_decay = 0.01;
  if (!bytes_.hostile()) return chosen;
  double* const members[] = {&chosen.beta1,        &chosen.beta2,     &chosen.epsilon,
                             &chosen.weight_decay, &chosen.clip_norm, &chosen.average_decay};
  *members[bytes_.below(6)] = bytes_.real<double>();
  return chosen;
}

std::vector<std::vector<float>> Session::parameters(const Made& network) {
  std::vector<std::vector<float>> all;
  for (int32_t r = 0; network.alive && r < network.replicas; r++) {
    all.emplace_back(static_cast<std::size_t>(network.parameters));
    checked(true, [&] {
      return weft_network_read(network.handle, r, WEFT_PARAMETERS, all.back().data(), network.parameters);
    });
  }
  return all;
}

void Session::train() {
  Made network = networks_.any(bytes_);
  Made data = data_for(network);
  int64_t samples = bytes_.size<int64_t>(static_cast<int32_t>(std::min<int64_t>(data.samples, 200)), INT32_MAX);
  int32_t batch = bytes_.size<int32_t>(bytes_.flag() ? 200 : 20, 0);
  std::size_t rows = room(std::min<int64_t>(samples, 200));
  std::size_t steps = (rows + room(batch) - 1) / room(batch);
  std::vector<int32_t> order(rows);
  for (std::size_t i = 0; i < rows; i++) {
    order[i] = static_cast<int32_t>(static_cast<int64_t>(i * 7) % data.samples);
  }
  if (bytes_.hostile()) order[bytes_.byte() % rows] = bytes_.odd_number<int32_t>();
  std::vector<float> rates = bytes_.reals(steps);
  std::vector<float> weights(static_cast<std::size_t>(std::clamp(data.classes, 1, 4096)), 0.5f);
  if (bytes_.hostile()) weights[bytes_.byte() % weights.size()] = bytes_.real<float>();
  bool weighs = data.classes <= 4096 && bytes_.flag();
  int32_t replicas = network.replicas;
  std::vector<Result<double>> losses;
  std::vector<weft_training_plan> plans;
  for (int32_t r = 0; r < replicas; r++) losses.emplace_back(steps);
  for (int32_t r = 0; r < replicas; r++) {
    double* to = bytes_.flag() ? losses[static_cast<std::size_t>(r)].data() : nullptr;
    plans.push_back({bytes_.or_null(order.data()),
                     bytes_.or_null(rates.data()),
                     weighs ? weights.data() : nullptr,
                     to,
                     -1,
                     optimizer(),
                     {0, 0, 0}});
  }
  if (bytes_.hostile()) replicas = bytes_.odd_number<int32_t>();
  if (replicas > network.replicas && network.alive) replicas = network.replicas;
  for (weft_training_plan& plan : plans) plan.shift = shift(data.inputs);
  weft_training_plan* with_plans = bytes_.or_null(plans.data());
  std::vector<std::vector<float>> before = parameters(network);
  weft_status status = checked(network.alive && data.alive, [&] {
    return weft_network_train(network.handle, data.handle, samples, batch, with_plans, replicas);
  });
  for (Result<double>& each : losses) each.check(status);
  if (status == WEFT_OK) return;
  std::vector<std::vector<float>> after = parameters(network);
  for (std::size_t r = 0; r < before.size(); r++) {
    hold(std::memcmp(before[r].data(), after[r].data(), before[r].size() * sizeof(float)) == 0,
         "a refused training leaves the network as it was");
  }
}

Session::Range Session::range(const Made& data) {
  int64_t first = bytes_.below(static_cast<int32_t>(std::min<int64_t>(data.samples, 200)));
  return {bytes_.or_odd(first), bytes_.or_odd(data.samples - first)};
}

void Session::evaluate() {
  Made network = networks_.any(bytes_);
  Made data = data_for(network);
  Range samples = range(data);
  int32_t which = replica(network);
  int64_t classes = data.classes > 0 && data.classes <= 200 ? data.classes : 0;
  Result<double> loss(1);
  Result<int64_t> correct(1);
  Result<int64_t> confusion(static_cast<std::size_t>(classes * classes));
  bool counts = classes > 0 && bytes_.flag();
  int64_t size = bytes_.or_odd(counts ? classes * classes : 0);
  double* loss_to = bytes_.or_null(loss.data());
  int64_t* correct_to = bytes_.or_null(correct.data());
  int64_t* confusion_to = counts ? confusion.data() : nullptr;
  weft_status status = checked(network.alive && data.alive, [&] {
    return weft_network_evaluate(network.handle, which, data.handle, samples.first, samples.count, loss_to, correct_to,
                                 confusion_to, size);
  });
  loss.check(status);
  correct.check(status);
  confusion.check(status);
}

void Session::predict() {
  Made network = networks_.any(bytes_);
  Made data = data_for(network);
  Range samples = range(data);
  int32_t which = replica(network);
  bool fits = samples.count >= 1 && samples.count <= data.samples;
  int64_t expected = fits ? samples.count * network.outputs : 1;
  Result<float> outputs(room(expected));
  int64_t size = bytes_.or_odd(expected);
  float* to = bytes_.or_null(outputs.data());
  outputs.check(checked(network.alive && data.alive, [&] {
    return weft_network_predict(network.handle, which, data.handle, samples.first, samples.count, to, size);
  }));
}

void Session::predict_rows() {
  Made network = networks_.any(bytes_);
  int32_t which = replica(network);
  int64_t rows = 1 + bytes_.below(80);
  std::vector<float> features = bytes_.reals(room(rows * network.inputs));
  Result<float> outputs(room(rows * network.outputs));
  int64_t features_size = rows * network.inputs;
  if (bytes_.hostile()) {
    int64_t odd = bytes_.odd_number<int64_t>();
    // Fewer rows are fewer outputs, of which there is room for all.
    if (odd <= features_size || odd > INT32_MAX) features_size = odd;
  }
  int64_t size = bytes_.or_odd(rows * network.outputs);
  const float* from = bytes_.or_null(features.data());
  float* to = bytes_.or_null(outputs.data());
  outputs.check(checked(
      network.alive, [&] { return weft_network_predict_rows(network.handle, which, from, features_size, to, size); }));
}

}  // namespace weft::fuzz
