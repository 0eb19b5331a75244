// Contexts, datasets and networks: making, describing and destroying them, and the state of networks.
#include <algorithm>

#include "session.h"

namespace weft::fuzz {

void Session::create_context() {
  if (contexts_.alive() >= most_alive) return;
  weft_context_options options{bytes_.hostile() ? bytes_.code(2) : WEFT_BACKEND_CPU,
                               bytes_.hostile() ? bytes_.code(2) : 0, 1 + bytes_.below(3), bytes_.code(4),
                               bytes_.code(3)};
  if (bytes_.hostile()) {
    int32_t threads = bytes_.odd_number<int32_t>();
    if (threads < 4 || threads > 1024) options.threads = threads;
  }
  Made made;
  Result<weft_context> handle(1);
  weft_context* to = bytes_.or_null(handle.data());
  const weft_context_options* from = bytes_.or_null(&options);
  weft_status status = checked(true, [&] { return weft_context_create(from, to); });
  handle.check(status);
  if (status != WEFT_OK) return;
  made.handle = handle[0];
  made.alive = true;
  contexts_.add(made);
}

void Session::describe_context() {
  Made context = contexts_.any(bytes_);
  Result<weft_context_info> info(1);
  weft_context_info* to = bytes_.or_null(info.data());
  info.check(checked(context.alive, [&] { return weft_context_describe(context.handle, to); }));
}

void Session::destroy(int32_t kind) {
  // A handle of another kind is none.
  const Objects* from[] = {&contexts_, &datasets_, &networks_};
  Made made = from[bytes_.hostile() ? bytes_.below(3) : kind]->any(bytes_);
  Objects* objects[] = {&contexts_, &datasets_, &networks_};
  bool alive = false;
  for (const Made& each : objects[kind]->all()) alive = alive || (each.handle == made.handle && each.alive);
  weft_status (*const calls[])(uint64_t) = {weft_context_destroy, weft_dataset_destroy, weft_network_destroy};
  weft_status status = checked(alive, [&] { return calls[kind](made.handle); });
  hold(!alive || status == WEFT_OK, "what lives can be destroyed");
  if (status == WEFT_OK) objects[kind]->destroyed(made.handle);
}

void Session::create_dataset() {
  if (datasets_.alive() >= most_alive) return;
  Made context = contexts_.any(bytes_);
  int32_t type = bytes_.hostile() ? bytes_.odd_number<int32_t>() : bytes_.below(2);
  int64_t samples = bytes_.size<int64_t>(bytes_.flag() ? 200 : 40, INT32_MAX);
  int32_t width = bytes_.size<int32_t>(40, WEFT_MAX_WIDTH);
  std::size_t rows = room(std::min<int64_t>(samples, 200));
  std::size_t values = room(static_cast<int64_t>(rows) * std::clamp(width, 1, 40));
  std::vector<float> floats = bytes_.reals(values);
  std::vector<uint8_t> pixels(values);
  for (std::size_t i = 0; i < values; i++) pixels[i] = static_cast<uint8_t>(static_cast<int>(i * 37) & 255);
  const void* features = type == WEFT_UINT8 ? static_cast<const void*>(pixels.data()) : floats.data();
  int32_t classes = 0;
  int32_t target_width = 0;
  std::vector<int32_t> labels;
  std::vector<float> targets;
  int32_t kind = bytes_.below(8);
  if (kind < 5) {
    classes = std::max(2, bytes_.size<int32_t>(12, 0));
    if (bytes_.hostile()) classes = bytes_.odd_number<int32_t>();
    for (std::size_t i = 0; i < rows; i++) labels.push_back(static_cast<int32_t>(i) % std::max(1, classes));
    if (bytes_.hostile()) labels[bytes_.byte() % rows] = bytes_.odd_number<int32_t>();
  }
  if (kind == 5 || kind == 6 || bytes_.hostile()) {
    target_width = bytes_.size<int32_t>(12, WEFT_MAX_WIDTH);
    targets = bytes_.reals(rows * static_cast<std::size_t>(std::clamp(target_width, 1, 12)));
  }
  Result<weft_dataset> handle(1);
  weft_dataset* to = bytes_.or_null(handle.data());
  const void* from = bytes_.or_null(features);
  const int32_t* with_labels = labels.empty() ? nullptr : labels.data();
  const float* with_targets = targets.empty() ? nullptr : targets.data();
  weft_status status = checked(context.alive, [&] {
    return weft_dataset_create(context.handle, type, from, samples, width, with_labels, classes, with_targets,
                               target_width, to);
  });
  handle.check(status);
  if (status != WEFT_OK) return;
  Made made;
  made.handle = handle[0];
  made.alive = true;
  made.context = context.handle;
  made.inputs = width;
  made.classes = classes;
  made.outputs = target_width;
  made.samples = samples;
  datasets_.add(made);
}

int32_t Session::units() {
  return bytes_.hostile() ? 129 + bytes_.below(64) : bytes_.size<int32_t>(40, WEFT_MAX_WIDTH);
}

void Session::create_network() {
  if (networks_.alive() >= most_alive) return;
  Made context = contexts_.any(bytes_);
  Made data = datasets_.any(bytes_);
  if (data.alive && !bytes_.hostile()) context = contexts_.with(data.context, context);
  int32_t inputs = bytes_.hostile() ? units() : data.inputs;
  std::vector<weft_dense_layer> layers(1 + static_cast<std::size_t>(bytes_.below(4)));
  for (weft_dense_layer& layer : layers) {
    layer = {units(), bytes_.code(6), 0, bytes_.flag() ? 0.0f : 0.25f, bytes_.code(2)};
    if (layer.activation == WEFT_LEAKY_RELU) layer.activation_parameter = 0.25f;
    if (bytes_.hostile()) layer.activation_parameter = bytes_.real<float>();
    if (bytes_.hostile()) layer.input_dropout = bytes_.real<float>();
  }
  int32_t loss = bytes_.code(3);
  if (!bytes_.hostile()) {
    layers.back().activation = WEFT_LINEAR;
    layers.back().activation_parameter = 0;
    int32_t fitting = data.classes > 0 ? data.classes : data.outputs;
    if (data.classes > 0 && loss == WEFT_MEAN_SQUARED_ERROR) loss = WEFT_SOFTMAX_CROSS_ENTROPY;
    if (data.classes > 0 && loss == WEFT_SIGMOID_CROSS_ENTROPY) fitting = 1;
    if (fitting > 0) layers.back().units = fitting;
  }
  int32_t count = static_cast<int32_t>(layers.size());
  if (bytes_.hostile()) {
    int32_t odd = bytes_.odd_number<int32_t>();
    if (odd < 1 || odd > WEFT_MAX_LAYERS) count = odd;
  }
  int32_t replicas = bytes_.size<int32_t>(3, WEFT_MAX_REPLICAS);
  std::vector<uint64_t> seeds(room(replicas), bytes_.byte());
  Result<weft_network> handle(1);
  weft_network* to = bytes_.or_null(handle.data());
  const weft_dense_layer* from = bytes_.or_null(layers.data());
  const uint64_t* with_seeds = bytes_.or_null(seeds.data());
  weft_status status = checked(context.alive, [&] {
    return weft_network_create(context.handle, inputs, from, count, loss, with_seeds, replicas, to);
  });
  handle.check(status);
  if (status != WEFT_OK) return;
  Made made;
  made.handle = handle[0];
  made.alive = true;
  made.context = context.handle;
  made.data = data.handle;
  made.inputs = inputs;
  made.outputs = layers.back().units;
  made.replicas = replicas;
  made.parameters = 0;
  int64_t in = inputs;
  for (const weft_dense_layer& layer : layers) {
    made.parameters += (in + 1) * layer.units;
    in = layer.units;
  }
  networks_.add(made);
  std::vector<float> start = bytes_.reals(static_cast<std::size_t>(made.parameters));
  for (int32_t r = 0; r < replicas; r++) {
    weft_status written = checked(
        true, [&] { return weft_network_write(made.handle, r, WEFT_PARAMETERS, start.data(), made.parameters); });
    hold(written == WEFT_OK, "parameters of a new network can be written");
  }
}

int32_t Session::replica(const Made& network) {
  return bytes_.hostile() ? bytes_.odd_number<int32_t>() : bytes_.below(network.replicas);
}

void Session::state() {
  Made network = networks_.any(bytes_);
  int32_t which = replica(network);
  int32_t kind = bytes_.code(4);
  int64_t count = bytes_.or_odd(network.parameters);
  switch (bytes_.below(6)) {
    case 0: {
      Result<float> values(room(network.parameters));
      float* to = bytes_.or_null(values.data());
      return values.check(
          checked(network.alive, [&] { return weft_network_read(network.handle, which, kind, to, count); }));
    }
    case 1: {
      std::vector<float> values = bytes_.reals(room(network.parameters));
      const float* from = bytes_.or_null(values.data());
      checked(network.alive, [&] { return weft_network_write(network.handle, which, kind, from, count); });
      return;
    }
    case 2: {
      Result<int64_t> step(1);
      int64_t* to = bytes_.or_null(step.data());
      return step.check(checked(network.alive, [&] { return weft_network_step(network.handle, which, to); }));
    }
    case 3: {
      int64_t step = bytes_.flag() ? bytes_.odd_number<int64_t>() : bytes_.byte();
      checked(network.alive, [&] { return weft_network_set_step(network.handle, which, step); });
      return;
    }
    case 4: {
      uint64_t seed = bytes_.raw<uint64_t>();
      checked(network.alive, [&] { return weft_network_set_seed(network.handle, which, seed); });
      return;
    }
    default: {
      Result<int32_t> path(1);
      int32_t* to = bytes_.or_null(path.data());
      return path.check(checked(network.alive, [&] { return weft_network_path(network.handle, to); }));
    }
  }
}

void Session::destroy_all() {
  for (const Made& each : networks_.all()) {
    checked(each.alive, [&] { return weft_network_destroy(each.handle); });
  }
  // Out of order: what is in use keeps what it needs.
  for (const Made& each : contexts_.all()) {
    checked(each.alive, [&] { return weft_context_destroy(each.handle); });
  }
  for (const Made& each : datasets_.all()) {
    checked(each.alive, [&] { return weft_dataset_destroy(each.handle); });
  }
}

}  // namespace weft::fuzz
