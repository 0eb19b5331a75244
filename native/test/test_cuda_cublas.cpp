// Wide layers by cuBLAS, on the host's device with a cuBLAS of the tests: how it is found, what it is asked for, and
// what a network becomes with it.
#include <dlfcn.h>

#include <cmath>
#include <cstdlib>
#include <string>

#include "abi_fixture.h"
#include "cuda/fake_cublas.h"
#include "cuda/host_device.h"
#include "cuda/wide_product.h"
#include "error.h"

using namespace weft::cuda;
using namespace weft::test;

namespace {

FakeCublas& fake() {
  void* library = dlopen(WEFT_TEST_CUBLAS, RTLD_LAZY | RTLD_LOCAL);
  REQUIRE(library != nullptr);
  void* address = dlsym(library, "fake_cublas");
  REQUIRE(address != nullptr);
  FakeCublasEntry* entry;
  std::memcpy(&entry, &address, sizeof(entry));
  return *entry();
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// A fresh fake, taken by contexts from now on, on a device with all memory.
struct Fresh {
  Fresh() {
    use_test_device();
    set_device_memory(0);
    break_at_launch(0);
    fake() = FakeCublas();
    use_cublas(WEFT_TEST_CUBLAS, 0);
  }
};

CublasLibrary loaded() { return load_cublas({{WEFT_TEST_CUBLAS}, false}); }

struct Variable {
  const char* name;
  Variable(const char* variable, const char* value) : name(variable) { setenv(variable, value, 1); }
  ~Variable() { unsetenv(name); }
};

struct OpenDevice {
  Device device{0};
  OpenDevice() { device.begin("testing"); }
};

DeviceArray<float> on(Device& device, const std::vector<float>& values) {
  DeviceArray<float> array(device, values.size());
  device.load(array.data(), values.data(), array.bytes());
  return array;
}

Matrix matrix(float* base, int64_t stride) {
  Matrix matrix;
  matrix.base = base;
  matrix.stride = stride;
  return matrix;
}

}  // namespace

TEST_CASE("the first library that can be loaded is taken, and where none can each says why") {
  Fresh fresh;
  CublasLibrary library = load_cublas({{"/nowhere/libcublas.so.13", WEFT_TEST_CUBLAS}, false});
  REQUIRE(library.found);
  CHECK(library.version == 130100);
  CHECK(contains(library.text(), "13.1.0 ("));
  CublasLibrary none = load_cublas({{"/nowhere/libcublas.so.13", "libnothing.so.12"}, false});
  CHECK(!none.found);
  CHECK(contains(none.reason, "/nowhere/libcublas.so.13: cannot open"));
  CHECK(contains(none.reason, "; libnothing.so.12: cannot open"));
  CHECK(none.reason.find('\n') == std::string::npos);
  CHECK(contains(load_cublas({{}, false}).reason, "switched off"));
}

TEST_CASE("a library that lacks a function, is too old or does not tell its version is not taken") {
  Fresh fresh;
  CHECK(contains(load_cublas({{WEFT_TEST_CUBLAS_LACKING}, false}).reason, "has no function cublasSetWorkspace_v2"));
  fake().version[0] = 11;
  fake().version[1] = 8;
  CHECK(contains(loaded().reason, "is version 11.8.0, and 12.0.0 or newer is needed"));
  fake().version[0] = 12;
  CHECK(loaded().found);
  fake().property_status = 1;
  CHECK(contains(loaded().reason, "CUBLAS_STATUS_NOT_INITIALIZED"));
}

TEST_CASE("an environment that asks for another arithmetic is a reason to do without") {
  Fresh fresh;
  for (const char* name : {"NVIDIA_TF32_OVERRIDE", "CUBLAS_EMULATE_SINGLE_PRECISION"}) {
    {
      Variable on(name, "1");
      CHECK(contains(loaded().reason, std::string(name) + "=1"));
    }
    Variable off(name, "0");
    CHECK(loaded().found);
  }
}

TEST_CASE("opened it computes in float32, without atomics and with a workspace of its own, and closes what it opened") {
  Fresh fresh;
  std::size_t used = allocated_bytes();
  {
    OpenDevice open;
    std::string reason;
    std::unique_ptr<Cublas> cublas = Cublas::open(open.device, loaded(), reason);
    REQUIRE(cublas != nullptr);
    CHECK(reason.empty());
    CHECK(fake().math_mode == 2);
    CHECK(fake().atomics_mode == 0);
    CHECK(fake().workspace_bytes == 32 << 20);
    CHECK(fake().handles == 1);
  }
  CHECK(fake().handles == 0);
  CHECK(allocated_bytes() == used);
}

TEST_CASE("a library that does not work on the device is not taken, and leaves nothing behind") {
  Fresh fresh;
  std::size_t used = allocated_bytes();
  auto reason_for = [] {
    OpenDevice open;
    std::string reason;
    CHECK(Cublas::open(open.device, loaded(), reason) == nullptr);
    return reason;
  };
  fake().create_status = 1;
  CHECK(contains(reason_for(), "does not work on host device: cublasCreate: it cannot be initialised"));
  fake().create_status = 0;
  fake().math_mode_status = 15;
  CHECK(contains(reason_for(), "cublasSetMathMode: it does not do that (CUBLAS_STATUS_NOT_SUPPORTED, 15)"));
  fake().math_mode_status = 0;
  fake().sgemm_status = 8;
  CHECK(contains(reason_for(), "cublasSgemm: it was not built for this GPU"));
  fake().sgemm_status = 0;
  fake().tf32 = true;
  CHECK(contains(reason_for(), "its products are not those of float32"));
  CHECK(fake().handles == 0);
  CHECK(allocated_bytes() == used);
}

TEST_CASE("too little memory for it is an error, not another way to compute") {
  Fresh fresh;
  OpenDevice open;
  std::string reason;
  set_device_memory(allocated_bytes() + (std::size_t{90} << 20));
  CHECK_THROWS_WITH_AS(Cublas::open(open.device, loaded(), reason), doctest::Contains("cuBLAS, for wide layers, needs"),
                       weft::Error);
  set_device_memory(0);
  fake().create_status = 3;
  CHECK_THROWS_WITH_AS(Cublas::open(open.device, loaded(), reason),
                       doctest::Contains("cublasCreate failed on host device (device 0) while testing"), weft::Error);
}

TEST_CASE("products of all operands, of each replica, are the sums of float64") {
  Fresh fresh;
  OpenDevice open;
  Device& device = open.device;
  std::string reason;
  std::unique_ptr<Cublas> cublas = Cublas::open(device, loaded(), reason);
  REQUIRE(cublas != nullptr);
  struct Shape {
    int64_t rows;
    int64_t columns;
    int64_t inner;
  };
  for (const Shape& s : {Shape{1, 1, 1}, Shape{31, 33, 7}, Shape{3, 130, 65}, Shape{129, 5, 300}, Shape{64, 32, 33}}) {
    for (Operands operands : {Operands::forward, Operands::gradient, Operands::backward}) {
      CAPTURE(s.rows);
      CAPTURE(s.columns);
      CAPTURE(s.inner);
      CAPTURE(static_cast<int>(operands));
      constexpr int64_t replicas = 2;
      constexpr int64_t gap = 5;  // between replicas
      bool ones = operands == Operands::gradient;
      int64_t rows = s.rows + (ones ? 1 : 0);
      Random random(1);
      std::vector<float> a = random.values(static_cast<std::size_t>(replicas * (s.rows * s.inner + gap)));
      std::vector<float> b = random.values(static_cast<std::size_t>(replicas * (s.inner * s.columns + gap)));
      std::vector<float> bias = random.values(static_cast<std::size_t>(s.columns));
      DeviceArray<float> there_a = on(device, a);
      DeviceArray<float> there_b = on(device, b);
      DeviceArray<float> there_bias = on(device, bias);
      DeviceArray<float> there_c(device, static_cast<std::size_t>(replicas * (rows * s.columns + gap)));
      Batch batch{nullptr, nullptr, {}, 0, replicas, {cublas.get(), nullptr, 0}};
      Finish finish;
      finish.y = matrix(there_c.data(), rows * s.columns + gap);
      if (operands == Operands::forward) {
        finish.kind = Finish::forward;
        finish.bias = matrix(there_bias.data(), 0);
      }
      // As parameters of the replicas, or in a workspace.
      Matrix right = matrix(there_b.data(), s.inner * s.columns + gap);
      if (operands == Operands::backward) {
        batch.wide.parameters = there_b.data() - 3;
        batch.wide.stride = s.inner * s.columns + gap;
        right = Matrix();
        right.parameter = 3;
      }
      fake().calls.clear();
      multiply_wide(device, batch, operands,
                    {rows, s.columns, s.inner, matrix(there_a.data(), s.rows * s.inner + gap), right, ones, finish});
      REQUIRE(fake().calls.size() == replicas);
      const FakeCublas::Call& call = fake().calls[1];
      CHECK(call.m == s.columns);
      CHECK(call.n == s.rows);
      CHECK(call.k == s.inner);
      CHECK(call.transposed_a == (operands == Operands::backward ? 1 : 0));
      CHECK(call.transposed_b == (operands == Operands::gradient ? 1 : 0));
      CHECK(call.lda == (operands == Operands::backward ? s.inner : s.columns));
      CHECK(call.ldb == (operands == Operands::gradient ? s.rows : s.inner));
      CHECK(call.ldc == s.columns);
      std::vector<float> c(there_c.size());
      device.fetch(c.data(), there_c.data(), there_c.bytes());
      double worst = 0;
      for (int64_t r = 0; r < replicas; r++) {
        const float* left = a.data() + r * (s.rows * s.inner + gap);
        const float* other = b.data() + r * (s.inner * s.columns + gap);
        for (int64_t row = 0; row < rows; row++) {
          for (int64_t column = 0; column < s.columns; column++) {
            double sum = finish.kind == Finish::forward ? bias[static_cast<std::size_t>(column)] : 0;
            for (int64_t k = 0; k < s.inner; k++) {
              double x = row == s.rows ? 1 : ones ? left[k * s.rows + row] : left[row * s.inner + k];
              sum += x * (operands == Operands::backward ? other[column * s.inner + k] : other[k * s.columns + column]);
            }
            std::size_t at = static_cast<std::size_t>(r * (rows * s.columns + gap) + row * s.columns + column);
            double error = std::abs(c[at] - sum);
            // Also where it is not a number.
            if (!(error <= worst)) worst = error;
          }
        }
      }
      CHECK(worst <= 0x1p-24 * static_cast<double>(s.inner + 1) * 2);
    }
  }
}

TEST_CASE("a layer is wide by its shape alone, whatever the order of its sides") {
  CHECK(is_wide(1024, 784, 512));
  CHECK(is_wide(512, 256, 512));
  CHECK(is_wide(512, 512, 256));
  CHECK(is_wide(256, 512, 512));
  CHECK(!is_wide(511, 256, 512));
  CHECK(!is_wide(32, 784, 512));
  CHECK(!is_wide(8192, 784, 32));
  CHECK(!is_wide(127, 4096, 4096));
  CHECK(is_wide(128, 4096, 4096));
  // Beyond the indices of cuBLAS.
  CHECK(!is_wide(int64_t{1} << 24, 128, 1024));
  CHECK(!is_wide(INT32_MAX, 1 << 20, 1 << 20));
}

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
    const weft_dense_layer layers[] = {{259, WEFT_GELU, 0}, {517, WEFT_RELU, 0.25f}, {10, WEFT_LINEAR, 0.2f}};
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

// The library's tryout, and the products of a batch: two forward, two gradients, one back.
constexpr std::size_t calls_of_a_step = 5;

}  // namespace

TEST_CASE(
    "wide layers of whole batches are trained by cuBLAS and follow the CPU backend; replicas are single networks") {
  Fresh fresh;
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
  // The last batch, of 3, has nothing for it.
  CHECK(fake().calls.size() == 1 + calls_of_a_step);
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
  CHECK(fake().calls.size() == 2 * calls_of_a_step);
  auto place = [](const void* matrix) { return reinterpret_cast<uintptr_t>(matrix) % 256; };
  for (std::size_t i = 0; i + 1 < fake().calls.size(); i += 2) {
    CHECK(place(fake().calls[i].a) == place(fake().calls[i + 1].a));
    CHECK(place(fake().calls[i].b) == place(fake().calls[i + 1].b));
    CHECK(place(fake().calls[i].c) == place(fake().calls[i + 1].c));
    CHECK(fake().calls[i].b != fake().calls[i + 1].b);
  }
}

TEST_CASE("outside training nothing is computed by cuBLAS, nor anything where it is switched off") {
  Fresh fresh;
  ContextOwner gpu = ContextOwner::cuda();
  NetworkOwner network(gpu.handle, {512, 256, 2});
  DatasetOwner data(gpu.handle, 600, 512, 2);
  double loss = 0;
  int64_t correct = 0;
  REQUIRE_OK(weft_network_evaluate(network.handle, 0, data.handle, 0, 600, &loss, &correct, nullptr, 0));
  CHECK(fake().calls.empty());
  CHECK(blas_of(gpu.handle).empty());
  use_cublas("", 0);
  ContextOwner without = ContextOwner::cuda();
  NetworkOwner other(without.handle, {512, 256, 2});
  DatasetOwner same(without.handle, 600, 512, 2);
  REQUIRE_OK(Slice(512, 512).train(other.handle, same.handle));
  CHECK(fake().calls.empty());
  CHECK(blas_of(without.handle) == "no cuBLAS: it is switched off");
}

TEST_CASE("single operations take it as training does") {
  Fresh fresh;
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
  Fresh fresh;
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

TEST_CASE("a library that was asked for and cannot be had is an error where it is needed, else own tiles do") {
  Fresh fresh;
  use_cublas("/nowhere/libcublas.so.13", 1);
  ContextOwner forced = ContextOwner::cuda();
  NetworkOwner network(forced.handle, {512, 256, 2});
  DatasetOwner data(forced.handle, 512, 512, 2);
  CHECK(Slice(512, 512).train(network.handle, data.handle) == WEFT_UNAVAILABLE);
  CHECK(
      contains(weft_last_error(), "cuBLAS was asked for and cannot be had here; no cuBLAS: /nowhere/libcublas.so.13"));
  CHECK(Slice(512, 64).train(network.handle, data.handle) == WEFT_OK);
  use_cublas("/nowhere/libcublas.so.13", 0);
  ContextOwner free = ContextOwner::cuda();
  NetworkOwner other(free.handle, {512, 256, 2});
  DatasetOwner same(free.handle, 512, 512, 2);
  REQUIRE_OK(Slice(512, 512).train(other.handle, same.handle));
  CHECK(contains(blas_of(free.handle), "no cuBLAS: /nowhere/libcublas.so.13: cannot open"));
}

TEST_CASE("the ABI says which cuBLAS there is, and takes no nonsense") {
  Fresh fresh;
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
