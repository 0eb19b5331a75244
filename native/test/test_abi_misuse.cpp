// Whatever is passed to the C ABI, a status comes back and nothing else happens. Run under ASan and UBSan as well.
#include <cmath>
#include <limits>
#include <string>

#include "abi_fixture.h"

using namespace weft::test;

namespace {

bool message_has(const std::string& part) { return std::string(weft_last_error()).find(part) != std::string::npos; }

}  // namespace

TEST_CASE("version and ABI version") {
  CHECK(std::string(weft_version()) == "0.1.0");
  CHECK(weft_abi_version() == WEFT_ABI_VERSION);
}

TEST_CASE("contexts: null, unknown backends, devices, threads, instruction sets") {
  REQUIRE_OK(weft_load_blas(WEFT_TEST_OPENBLAS));
  weft_context context = 77;
  weft_context_options options{WEFT_BACKEND_CPU, 0, 1, WEFT_ISA_AUTO, WEFT_PATH_AUTO};
  CHECK(weft_context_create(nullptr, &context) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_context_create(&options, nullptr) == WEFT_INVALID_ARGUMENT);
  for (auto broken : {weft_context_options{9, 0, 1, 0, 0}, weft_context_options{0, 1, 1, 0, 0},
                      weft_context_options{0, 0, -1, 0, 0}, weft_context_options{0, 0, 5000, 0, 0},
                      weft_context_options{0, 0, 1, 42, 0}, weft_context_options{0, 0, 1, 0, 42}}) {
    CHECK(weft_context_create(&broken, &context) == WEFT_INVALID_ARGUMENT);
  }
  weft_context_options cuda{WEFT_BACKEND_CUDA, 0, 1, 0, 0};
  CHECK(weft_context_create(&cuda, &context) == WEFT_UNAVAILABLE);
  CHECK(message_has("CUDA"));
  CHECK(context == 77);
}

TEST_CASE("handles: zero, made up, stale, of another kind, of another context") {
  ContextOwner context;
  ContextOwner other;
  weft_context_info info;
  for (weft_context wrong : {weft_context{0}, weft_context{1}, ~weft_context{0}, context.handle + 1}) {
    CHECK(weft_context_describe(wrong, &info) == WEFT_INVALID_HANDLE);
    CHECK(weft_context_destroy(wrong) == WEFT_INVALID_HANDLE);
    CHECK(weft_dataset_destroy(wrong) == WEFT_INVALID_HANDLE);
    CHECK(weft_network_destroy(wrong) == WEFT_INVALID_HANDLE);
  }
  CHECK(weft_context_describe(context.handle, nullptr) == WEFT_INVALID_ARGUMENT);
  DatasetOwner dataset(context.handle, 10, 4, 2);
  DatasetOwner foreign(other.handle, 10, 4, 2);
  NetworkOwner network(context.handle, {4, 3, 2});
  Slice slice(10, 2);
  CHECK(slice.train(dataset.handle, network.handle) == WEFT_INVALID_HANDLE);
  CHECK(message_has("expected a living network"));
  CHECK(slice.train(network.handle, foreign.handle) == WEFT_INVALID_ARGUMENT);
  CHECK(message_has("another context"));
  weft_dataset stale = 0;
  {
    DatasetOwner temporary(context.handle, 10, 4, 2);
    stale = temporary.handle;
  }
  CHECK(slice.train(network.handle, stale) == WEFT_INVALID_HANDLE);
  CHECK(weft_dataset_destroy(stale) == WEFT_INVALID_HANDLE);
}

TEST_CASE("datasets: null, sizes, types, labels, targets") {
  ContextOwner context;
  const uint8_t pixels[6] = {};
  const int32_t labels[3] = {0, 1, 1};
  const float targets[3] = {};
  weft_dataset dataset = 0;
  auto create = [&](int32_t type, const void* features, int64_t samples, int32_t width, const int32_t* with_labels,
                    int32_t classes, const float* with_targets, int32_t target_width) {
    return weft_dataset_create(context.handle, type, features, samples, width, with_labels, classes, with_targets,
                               target_width, &dataset);
  };
  CHECK(create(WEFT_UINT8, nullptr, 3, 2, labels, 2, nullptr, 0) == WEFT_INVALID_ARGUMENT);
  CHECK(create(7, pixels, 3, 2, labels, 2, nullptr, 0) == WEFT_INVALID_ARGUMENT);
  for (int64_t samples : {int64_t{0}, int64_t{-1}, int64_t{1} << 40}) {
    CHECK(create(WEFT_UINT8, pixels, samples, 2, nullptr, 0, nullptr, 0) == WEFT_INVALID_ARGUMENT);
  }
  for (int32_t width : {0, -5, WEFT_MAX_WIDTH + 1}) {
    CHECK(create(WEFT_UINT8, pixels, 3, width, nullptr, 0, nullptr, 0) == WEFT_INVALID_ARGUMENT);
  }
  CHECK(create(WEFT_UINT8, pixels, 3, 2, labels, 2, targets, 1) == WEFT_INVALID_ARGUMENT);
  CHECK(create(WEFT_UINT8, pixels, 3, 2, labels, 1, nullptr, 0) == WEFT_INVALID_ARGUMENT);
  CHECK(create(WEFT_UINT8, pixels, 3, 2, nullptr, 2, nullptr, 0) == WEFT_INVALID_ARGUMENT);
  CHECK(create(WEFT_UINT8, pixels, 3, 2, nullptr, 0, targets, 0) == WEFT_INVALID_ARGUMENT);
  CHECK(create(WEFT_UINT8, pixels, 3, 2, nullptr, 0, nullptr, 4) == WEFT_INVALID_ARGUMENT);
  for (int32_t label : {-1, 2, std::numeric_limits<int32_t>::max()}) {
    const int32_t wrong[3] = {0, 1, label};
    CHECK(create(WEFT_UINT8, pixels, 3, 2, wrong, 2, nullptr, 0) == WEFT_INVALID_ARGUMENT);
    CHECK(message_has("sample 2"));
  }
  CHECK(weft_dataset_create(context.handle, WEFT_UINT8, pixels, 3, 2, labels, 2, nullptr, 0, nullptr) ==
        WEFT_INVALID_ARGUMENT);
  CHECK(dataset == 0);
}

TEST_CASE("networks: layers, widths, activations, rates, losses, replicas") {
  ContextOwner context;
  const uint64_t seeds[] = {1};
  weft_network network = 0;
  auto create = [&](int32_t inputs, std::vector<weft_dense_layer> layers, int32_t loss = WEFT_SOFTMAX_CROSS_ENTROPY,
                    int32_t replicas = 1) {
    return weft_network_create(context.handle, inputs, layers.data(), static_cast<int32_t>(layers.size()), loss, seeds,
                               replicas, &network);
  };
  const weft_dense_layer output{10, WEFT_LINEAR, 0, 0, 0};
  CHECK(create(0, {output}) == WEFT_INVALID_ARGUMENT);
  CHECK(create(WEFT_MAX_WIDTH + 1, {output}) == WEFT_INVALID_ARGUMENT);
  CHECK(create(4, {}) == WEFT_INVALID_ARGUMENT);
  CHECK(create(4, {{0, WEFT_RELU, 0, 0, 0}, output}) == WEFT_INVALID_ARGUMENT);
  CHECK(create(4, {{5, 17, 0, 0, 0}, output}) == WEFT_INVALID_ARGUMENT);
  CHECK(create(4, {{5, WEFT_RELU, 0.5f, 0, 0}, output}) == WEFT_INVALID_ARGUMENT);
  CHECK(message_has("parameter"));
  for (float slope : {-0.1f, 1.0f, std::nanf("")}) {
    CHECK(create(4, {{5, WEFT_LEAKY_RELU, slope, 0, 0}, output}) == WEFT_INVALID_ARGUMENT);
  }
  CHECK(create(4, {{10, WEFT_RELU, 0, 0, 0}}) == WEFT_INVALID_ARGUMENT);
  for (float rate : {-0.1f, 1.0f, std::nanf("")}) {
    CHECK(create(4, {{5, WEFT_RELU, 0, rate, 0}, output}) == WEFT_INVALID_ARGUMENT);
  }
  CHECK(create(4, {{5, WEFT_RELU, 0, 0.5f, 2}, output}) == WEFT_INVALID_ARGUMENT);
  CHECK(message_has("unscaled_dropout"));
  CHECK(create(4, {output}, 99) == WEFT_INVALID_ARGUMENT);
  CHECK(create(4, {{1, WEFT_LINEAR, 0, 0, 0}}) == WEFT_INVALID_ARGUMENT);
  CHECK(create(4, {output}, WEFT_SOFTMAX_CROSS_ENTROPY, 0) == WEFT_INVALID_ARGUMENT);
  CHECK(create(WEFT_MAX_WIDTH, {{WEFT_MAX_WIDTH, WEFT_RELU, 0, 0, 0}, output}) == WEFT_INVALID_ARGUMENT);
  CHECK(message_has("parameters"));
  CHECK(create(4, std::vector<weft_dense_layer>(WEFT_MAX_LAYERS + 1, output)) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_network_create(context.handle, 4, nullptr, 1, 0, seeds, 1, &network) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_network_create(context.handle, 4, &output, 1, 0, nullptr, 1, &network) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_network_create(context.handle, 4, &output, 1, 0, seeds, 1, nullptr) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_network_create(0, 4, &output, 1, 0, seeds, 1, &network) == WEFT_INVALID_HANDLE);
  CHECK(network == 0);
}

TEST_CASE("state: replicas, kinds, counts, null") {
  ContextOwner context;
  NetworkOwner network(context.handle, {4, 3, 2});
  std::vector<float> values(static_cast<std::size_t>(network.parameters));
  CHECK(weft_network_read(network.handle, 1, 0, values.data(), network.parameters) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_network_read(network.handle, -1, 0, values.data(), network.parameters) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_network_read(network.handle, 0, 4, values.data(), network.parameters) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_network_read(network.handle, 0, 0, values.data(), network.parameters - 1) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_network_read(network.handle, 0, 0, nullptr, network.parameters) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_network_write(network.handle, 0, 0, values.data(), network.parameters + 1) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_network_step(network.handle, 0, nullptr) == WEFT_INVALID_ARGUMENT);
  int32_t has = 0;
  CHECK(weft_network_has_average(network.handle, 0, nullptr) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_network_has_average(network.handle, 1, &has) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_network_has_average(0, 0, &has) == WEFT_INVALID_HANDLE);
  CHECK(weft_network_set_step(network.handle, 0, -1) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_network_set_seed(network.handle, 1, 5) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_network_set_seed(0, 0, 5) == WEFT_INVALID_HANDLE);
  CHECK(weft_network_set_step(network.handle, 0, WEFT_MAX_STEP + 1) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_network_set_step(network.handle, 0, std::numeric_limits<int64_t>::max()) == WEFT_INVALID_ARGUMENT);
}

TEST_CASE("training goes on from the largest step") {
  ContextOwner context;
  DatasetOwner dataset(context.handle, 10, 4, 2);
  NetworkOwner network(context.handle, {4, 3, 2});
  REQUIRE_OK(weft_network_set_step(network.handle, 0, WEFT_MAX_STEP));
  REQUIRE_OK(Slice(10, 4).train(network.handle, dataset.handle));
  int64_t step = 0;
  REQUIRE_OK(weft_network_step(network.handle, 0, &step));
  CHECK(step == WEFT_MAX_STEP + 3);
}

TEST_CASE("training: everything that a plan can get wrong leaves the network as it was") {
  ContextOwner context;
  DatasetOwner dataset(context.handle, 10, 4, 2);
  NetworkOwner network(context.handle, {4, 3, 2});
  std::vector<float> before = network.read();
  auto refused = [&](auto change) {
    Slice slice(10, 4);
    weft_training_plan plan = slice.plan();
    change(plan, slice);
    CHECK(weft_network_train(network.handle, dataset.handle, 10, 4, &plan, 1) == WEFT_INVALID_ARGUMENT);
  };
  refused([](weft_training_plan& plan, Slice&) { plan.learning_rates = nullptr; });
  for (double decay : {-0.1, 1.0, std::nan("")}) {
    refused([decay](weft_training_plan& plan, Slice&) { plan.optimizer.average_decay = decay; });
  }
  refused([](weft_training_plan&, Slice& slice) { slice.order[9] = 10; });
  refused([](weft_training_plan&, Slice& slice) { slice.order[0] = -1; });
  refused([](weft_training_plan&, Slice& slice) { slice.learning_rates[2] = std::nanf(""); });
  for (double beta : {-0.1, 1.0, std::nan("")}) {
    refused([beta](weft_training_plan& plan, Slice&) { plan.optimizer.beta1 = beta; });
    refused([beta](weft_training_plan& plan, Slice&) { plan.optimizer.beta2 = beta; });
  }
  refused([](weft_training_plan& plan, Slice&) { plan.optimizer.epsilon = 0; });
  refused([](weft_training_plan& plan, Slice&) { plan.optimizer.kind = 99; });
  refused([](weft_training_plan& plan, Slice&) { plan.optimizer.weight_decay = 0.1; });
  for (double decay : {-1.0, std::nan("")}) {
    refused([decay](weft_training_plan& plan, Slice&) {
      plan.optimizer.kind = WEFT_ADAMW;
      plan.optimizer.weight_decay = decay;
    });
  }
  refused([](weft_training_plan& plan, Slice&) { plan.optimizer.clip_norm = -1; });
  for (weft_shift shift : {weft_shift{-1, 2, 2}, weft_shift{2, 2, 2}, weft_shift{1, 4, 1}, weft_shift{1, 3, 2},
                           weft_shift{1, -2, -2}, weft_shift{1, 65537, 65537}}) {
    refused([shift](weft_training_plan& plan, Slice&) { plan.shift = shift; });
  }
  const float negative[] = {1, -1};
  refused([&](weft_training_plan& plan, Slice&) { plan.class_weights = negative; });
  Slice slice(10, 4);
  weft_training_plan plan = slice.plan();
  CHECK(weft_network_train(network.handle, dataset.handle, 10, 0, &plan, 1) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_network_train(network.handle, dataset.handle, -1, 4, &plan, 1) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_network_train(network.handle, dataset.handle, 10, 4, &plan, 2) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_network_train(network.handle, dataset.handle, 10, 4, nullptr, 1) == WEFT_INVALID_ARGUMENT);
  CHECK(network.read() == before);
  CHECK(weft_network_train(network.handle, dataset.handle, 0, 4, &plan, 1) == WEFT_OK);
  CHECK(network.read() == before);
}

TEST_CASE("data that does not fit the network") {
  ContextOwner context;
  NetworkOwner network(context.handle, {4, 3, 2});
  DatasetOwner wide(context.handle, 10, 5, 2);
  DatasetOwner classes(context.handle, 10, 4, 3);
  Slice slice(10, 4);
  CHECK(slice.train(network.handle, wide.handle) == WEFT_INVALID_ARGUMENT);
  CHECK(message_has("5 features"));
  CHECK(slice.train(network.handle, classes.handle) == WEFT_INVALID_ARGUMENT);
  CHECK(message_has("3 classes"));
  const float features[8] = {};
  weft_dataset unlabelled = 0;
  REQUIRE_OK(weft_dataset_create(context.handle, WEFT_FLOAT32, features, 2, 4, nullptr, 0, nullptr, 0, &unlabelled));
  Slice two(2, 1);
  CHECK(two.train(network.handle, unlabelled) == WEFT_INVALID_ARGUMENT);
  float outputs[4];
  CHECK(weft_network_predict(network.handle, 0, unlabelled, 0, 2, outputs, 4) == WEFT_OK);
  weft_dataset_destroy(unlabelled);
}

TEST_CASE("evaluation and prediction: ranges and sizes") {
  ContextOwner context;
  DatasetOwner dataset(context.handle, 10, 4, 2);
  NetworkOwner network(context.handle, {4, 3, 2});
  double loss = 0;
  int64_t correct = 0;
  int64_t confusion[4];
  float outputs[20];
  const int64_t most = std::numeric_limits<int64_t>::max();
  for (auto range : {std::pair<int64_t, int64_t>{-1, 5}, {0, 0}, {0, 11}, {10, 1}, {5, 6}, {1, most}, {most, 1}}) {
    CHECK(weft_network_evaluate(network.handle, 0, dataset.handle, range.first, range.second, &loss, &correct,
                                confusion, 4) == WEFT_INVALID_ARGUMENT);
    CHECK(weft_network_predict(network.handle, 0, dataset.handle, range.first, range.second, outputs, 20) ==
          WEFT_INVALID_ARGUMENT);
  }
  CHECK(weft_network_evaluate(network.handle, 0, dataset.handle, 0, 10, nullptr, &correct, confusion, 4) ==
        WEFT_INVALID_ARGUMENT);
  CHECK(weft_network_evaluate(network.handle, 0, dataset.handle, 0, 10, &loss, nullptr, confusion, 4) ==
        WEFT_INVALID_ARGUMENT);
  CHECK(weft_network_evaluate(network.handle, 0, dataset.handle, 0, 10, &loss, &correct, confusion, 3) ==
        WEFT_INVALID_ARGUMENT);
  CHECK(weft_network_evaluate(network.handle, 0, dataset.handle, 0, 10, &loss, &correct, nullptr, 0) == WEFT_OK);
  CHECK(weft_network_predict(network.handle, 0, dataset.handle, 0, 10, nullptr, 20) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_network_predict(network.handle, 0, dataset.handle, 0, 10, outputs, 19) == WEFT_INVALID_ARGUMENT);
  const float rows[8] = {};
  CHECK(weft_network_predict_rows(network.handle, 0, nullptr, 8, outputs, 4) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_network_predict_rows(network.handle, 0, rows, 7, outputs, 4) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_network_predict_rows(network.handle, 0, rows, 0, outputs, 0) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_network_predict_rows(network.handle, 0, rows, 8, outputs, 3) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_network_predict_rows(network.handle, 1, rows, 8, outputs, 4) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_network_predict_rows(network.handle, 0, rows, 8, outputs, 4) == WEFT_OK);
}

TEST_CASE("single operations: null, sizes, codes") {
  ContextOwner context;
  float a[4] = {};
  float b[4] = {};
  double loss = 0;
  CHECK(weft_dense_forward(context.handle, 0, 2, 2, a, a, a, b) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_dense_forward(context.handle, 2, 2, 2, nullptr, a, a, b) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_dense_forward(0, 2, 2, 2, a, a, a, b) == WEFT_INVALID_HANDLE);
  CHECK(weft_dense_backward(context.handle, 2, -2, 2, a, a, a, nullptr, b, b) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_activation_forward(context.handle, 9, 0, 4, a, b) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_activation_forward(context.handle, WEFT_RELU, 0, -4, a, b) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_activation_backward(context.handle, WEFT_RELU, 0, 4, a, b, nullptr, b) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_dropout(context.handle, 1.0f, 1, 0, 0, 4, a, b) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_loss(context.handle, 3, 2, 2, a, a, a, b, b, &loss) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_loss(context.handle, WEFT_SOFTMAX_CROSS_ENTROPY, 2, 2, a, a, a, nullptr, b, &loss) ==
        WEFT_INVALID_ARGUMENT);
  CHECK(weft_loss(context.handle, WEFT_MEAN_SQUARED_ERROR, 2, 2, a, a, a, nullptr, b, &loss) == WEFT_OK);
  CHECK(weft_optimizer_update(context.handle, &adam, 0.1f, 0, 4, a, b, b, b) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_optimizer_update(context.handle, &adam, 0.1f, 1, 4, nullptr, b, b, b) == WEFT_INVALID_ARGUMENT);
}

TEST_CASE("a library that is no backend of ours is a status that names it") {
  CHECK(weft_load_cuda("/nowhere/libweft_cuda.so") == WEFT_UNAVAILABLE);
  CHECK(std::string(weft_last_error()).find("/nowhere/libweft_cuda.so") != std::string::npos);
}
