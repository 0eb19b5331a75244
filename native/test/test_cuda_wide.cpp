// Networks with wide layers through the C ABI, on the host's device with a cuBLAS of the tests, against the CPU
// backend.
#include <cmath>
#include <string>

#include "abi_fixture.h"
#include "cuda/context.h"
#include "cuda/cublas_fixture.h"

using namespace weft::test;

namespace {

// Two wide layers with odd sides, one narrow one; every kind of what surrounds a product.
struct Wide {
  static constexpr int32_t samples = 515;
  static constexpr int32_t batch = 512;
  static constexpr int64_t parameters = 516 * 259 + 260 * 517 + 518 * 10;

  weft_dataset dataset = 0;
  weft_network network = 0;

  explicit Wide(weft_context context, std::vector<uint64_t> seeds = {7}) {
    Random random(3);
    std::vector<uint8_t> pixels(samples * 515);
    for (uint8_t& pixel : pixels) pixel = static_cast<uint8_t>(random.bits() >> 24);
    std::vector<int32_t> labels(samples);
    for (int32_t& label : labels) label = static_cast<int32_t>(random.bits() % 10);
    REQUIRE_OK(
        weft_dataset_create(context, WEFT_UINT8, pixels.data(), samples, 515, labels.data(), 10, nullptr, 0, &dataset));
    const weft_dense_layer layers[] = {
        {259, WEFT_GELU, 0, 0, 0}, {517, WEFT_RELU, 0, 0.25f, 0}, {10, WEFT_LINEAR, 0, 0.2f, 0}};
    REQUIRE_OK(weft_network_create(context, 515, layers, 3, WEFT_SOFTMAX_CROSS_ENTROPY, seeds.data(),
                                   static_cast<int32_t>(seeds.size()), &network));
    for (std::size_t r = 0; r < seeds.size(); r++) {
      std::vector<float> start = Random(seeds[r]).values(parameters, -0.08f, 0.08f);
      REQUIRE_OK(weft_network_write(network, static_cast<int32_t>(r), WEFT_PARAMETERS, start.data(), parameters));
    }
  }
  ~Wide() {
    weft_network_destroy(network);
    weft_dataset_destroy(dataset);
  }
  Wide(const Wide&) = delete;
  Wide& operator=(const Wide&) = delete;

  std::vector<float> read(int32_t replica = 0) const {
    std::vector<float> values(parameters);
    REQUIRE_OK(weft_network_read(network, replica, WEFT_PARAMETERS, values.data(), parameters));
    return values;
  }
};

double distance(const std::vector<float>& a, const std::vector<float>& b) {
  double difference = 0;
  double norm = 0;
  for (std::size_t i = 0; i < a.size(); i++) {
    difference += std::pow(static_cast<double>(a[i]) - b[i], 2);
    norm += std::pow(static_cast<double>(b[i]), 2);
  }
  return std::sqrt(difference / norm);
}

std::string blas_of(weft_context context) {
  weft_context_info info;
  REQUIRE_OK(weft_context_describe(context, &info));
  return info.blas_config;
}

// The products of a batch: two forward, two gradients, one back. Rehearsed once, then captured.
constexpr std::size_t calls_of_a_step = 5;

}  // namespace

TEST_CASE(
    "wide layers of whole batches are trained by cuBLAS and follow the CPU backend; replicas are single networks") {
  FreshCublas fresh;
  ContextOwner cpu;
  Wide expected(cpu.handle);
  Slice slice(Wide::samples, Wide::batch);
  REQUIRE_OK(slice.train(expected.network, expected.dataset));
  std::vector<double> losses = slice.losses;

  ContextOwner gpu = ContextOwner::cuda(WEFT_PATH_GENERAL);
  CHECK(blas_of(gpu.handle).empty());
  Wide single(gpu.handle);
  REQUIRE_OK(slice.train(single.network, single.dataset));
  CHECK(contains(blas_of(gpu.handle), "cuBLAS 13.1.0 ("));
  // Its tryout, and a step; the last batch, of 3, has nothing for it.
  CHECK(fake().calls.size() == 1 + 2 * calls_of_a_step);
  CHECK(distance(single.read(), expected.read()) < 3e-6);
  for (std::size_t i = 0; i < losses.size(); i++) CHECK(slice.losses[i] == doctest::Approx(losses[i]).epsilon(1e-5));

  Wide replicas(gpu.handle, {5, 7});
  Slice two[2] = {Slice(Wide::samples, Wide::batch), Slice(Wide::samples, Wide::batch)};
  weft_training_plan plans[2] = {two[0].plan(), two[1].plan()};
  fake().calls.clear();
  REQUIRE_OK(weft_network_train(replicas.network, replicas.dataset, Wide::samples, Wide::batch, plans, 2));
  CHECK(replicas.read(1) == single.read());
  CHECK(two[1].losses == slice.losses);
  // By alignment cuBLAS may choose its kernels.
  CHECK(fake().calls.size() == 3 * calls_of_a_step);
  auto place = [](const void* matrix) { return reinterpret_cast<uintptr_t>(matrix) % 256; };
  for (std::size_t i = calls_of_a_step; i + 1 < fake().calls.size(); i += 2) {
    CHECK(place(fake().calls[i].a) == place(fake().calls[i + 1].a));
    CHECK(place(fake().calls[i].b) == place(fake().calls[i + 1].b));
    CHECK(place(fake().calls[i].c) == place(fake().calls[i + 1].c));
    CHECK(fake().calls[i].b != fake().calls[i + 1].b);
  }
}

TEST_CASE("outside training nothing is computed by cuBLAS") {
  FreshCublas fresh;
  ContextOwner gpu = ContextOwner::cuda();
  NetworkOwner network(gpu.handle, {512, 256, 2});
  DatasetOwner data(gpu.handle, 600, 512, 2);
  double loss = 0;
  int64_t correct = 0;
  REQUIRE_OK(weft_network_evaluate(network.handle, 0, data.handle, 0, 600, &loss, &correct, nullptr, 0));
  CHECK(fake().calls.empty());
  CHECK(blas_of(gpu.handle).empty());
}

TEST_CASE("single operations take it as training does") {
  FreshCublas fresh;
  ContextOwner cpu;
  ContextOwner gpu = ContextOwner::cuda();
  const int32_t batch = 515;
  const int32_t in = 259;
  const int32_t out = 517;
  Random random(2);
  std::vector<float> x = random.values(batch * in);
  std::vector<float> kernel = random.values(in * out);
  std::vector<float> bias = random.values(out);
  std::vector<float> dz = random.values(batch * out);
  std::vector<float> results[2][4];
  for (int which : {0, 1}) {
    weft_context context = which == 0 ? cpu.handle : gpu.handle;
    std::vector<float>* r = results[which];
    r[0].resize(dz.size());
    r[1].resize(x.size());
    r[2].resize(kernel.size());
    r[3].resize(bias.size());
    REQUIRE_OK(weft_dense_forward(context, batch, in, out, x.data(), kernel.data(), bias.data(), r[0].data()));
    REQUIRE_OK(weft_dense_backward(context, batch, in, out, x.data(), kernel.data(), dz.data(), r[1].data(),
                                   r[2].data(), r[3].data()));
  }
  for (int i = 0; i < 4; i++) CHECK(distance(results[1][i], results[0][i]) < 1e-6);
  CHECK(fake().calls.size() == 1 + 3);
}

TEST_CASE("a product that fails names call, shapes, device and work, and the network can be trained again") {
  FreshCublas fresh;
  ContextOwner gpu = ContextOwner::cuda();
  Wide wide(gpu.handle);
  Slice slice(Wide::batch, Wide::batch);
  Wide untouched(gpu.handle);
  REQUIRE_OK(slice.train(untouched.network, untouched.dataset));
  fake().sgemm_status = 13;
  CHECK(slice.train(wide.network, wide.dataset) == WEFT_INTERNAL);
  CHECK(std::string(weft_last_error()) ==
        "cublasSgemm of 512 x 515 by 515 x 259 failed on host device (device 0) while training 515-259-517-10 in "
        "batches of 512: its kernel failed (CUBLAS_STATUS_EXECUTION_FAILED, 13)");
  fake().sgemm_status = 0;
  REQUIRE_OK(slice.train(wide.network, wide.dataset));
  CHECK(wide.read() == untouched.read());
}

TEST_CASE("a library that was asked for and cannot be had is an error where it is needed, and only there") {
  FreshCublas fresh;
  REQUIRE_OK(weft_use_cublas("/nowhere/libcublas.so.13", 1));
  ContextOwner gpu = ContextOwner::cuda();
  NetworkOwner network(gpu.handle, {512, 256, 2});
  DatasetOwner data(gpu.handle, 512, 512, 2);
  CHECK(Slice(512, 512).train(network.handle, data.handle) == WEFT_UNAVAILABLE);
  CHECK(contains(weft_last_error(), "cuBLAS was asked for and cannot be had: /nowhere/libcublas.so.13"));
  CHECK(Slice(32, 32).train(network.handle, data.handle) == WEFT_OK);
}

TEST_CASE("without one, or where it is switched off, own tiles do") {
  FreshCublas fresh;
  struct {
    const char* libraries;
    const char* reason;
  } cases[] = {{"/nowhere/libcublas.so.13", "no cuBLAS: /nowhere/libcublas.so.13: cannot open"},
               {"", "no cuBLAS: it is switched off"}};
  for (const auto& c : cases) {
    REQUIRE_OK(weft_use_cublas(c.libraries, 0));
    weft::cuda::CudaContext context({WEFT_BACKEND_CUDA, 0, 0, WEFT_ISA_AUTO, WEFT_PATH_AUTO});
    // Not the choice of a context that is there.
    REQUIRE_OK(weft_use_cublas(WEFT_TEST_CUBLAS, 0));
    weft::cuda::Turn turn(context, "testing");
    CHECK(turn.cublas() == nullptr);
    weft_context_info info{};
    context.describe(info);
    CHECK(contains(info.blas_config, c.reason));
  }
}

TEST_CASE("the ABI says which cuBLAS there is, and takes no nonsense") {
  FreshCublas fresh;
  char text[200];
  REQUIRE_OK(weft_describe_cublas(text, sizeof(text)));
  CHECK(contains(text, "cuBLAS 13.1.0 ("));
  REQUIRE_OK(weft_describe_cublas(text, 8));
  CHECK(std::string(text) == "cuBLAS ");
  CHECK(weft_describe_cublas(nullptr, 8) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_describe_cublas(text, 0) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_use_cublas(nullptr, 0) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_use_cublas("x", 2) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_use_cublas("", 1) == WEFT_INVALID_ARGUMENT);
  REQUIRE_OK(weft_use_cublas("", 0));
  REQUIRE_OK(weft_describe_cublas(text, sizeof(text)));
  CHECK(std::string(text) == "no cuBLAS: it is switched off");
}
