// cuBLAS on the host's device, a library of the tests standing in for it: how it is found and opened, and what it is
// asked for.
#include <cmath>
#include <cstdlib>
#include <numeric>

#include "cuda/cublas_fixture.h"
#include "cuda/general_trainer.h"
#include "error.h"
#include "random_values.h"

using namespace weft::cuda;
using weft::test::allocated_bytes;
using weft::test::contains;
using weft::test::fake;
using weft::test::FakeCublas;
using weft::test::FreshCublas;
using weft::test::loaded;
using weft::test::Random;
using weft::test::set_device_memory;

namespace {

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

TEST_CASE("what a library needs beside it is found there") {
  // No path leads there but its own: without the companion it cannot be loaded.
  CHECK(loaded().found);
  void* companion = dlopen("libcublasLt.so.13", RTLD_LAZY | RTLD_LOCAL | RTLD_NOLOAD);
  CHECK(companion != nullptr);
  dlclose(companion);
}

TEST_CASE("the first library that can be loaded is taken, and where none can each says why") {
  FreshCublas fresh;
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
  FreshCublas fresh;
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
  FreshCublas fresh;
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
  FreshCublas fresh;
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
  FreshCublas fresh;
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
  FreshCublas fresh;
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
  FreshCublas fresh;
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

TEST_CASE("a captured step computes with the parameters of the group that it is launched for") {
  FreshCublas fresh;
  OpenDevice open;
  Device& device = open.device;
  std::string reason;
  std::unique_ptr<Cublas> cublas = Cublas::open(device, loaded(), reason);
  REQUIRE(cublas != nullptr);
  const weft_dense_layer layers[] = {{256, WEFT_RELU, 0, 0, 0}, {2, WEFT_LINEAR, 0, 0, 0}};
  weft::Architecture architecture(512, layers, 2, WEFT_SOFTMAX_CROSS_ENTROPY);
  uint64_t seeds[] = {1, 1};
  State state(device, architecture.parameters, {seeds, 2});
  std::vector<float> start = Random(5).values(static_cast<std::size_t>(architecture.parameters), -0.1f, 0.1f);
  for (int64_t r : {0, 1}) {
    device.load(state.array(WEFT_PARAMETERS, r), start.data(), start.size() * sizeof(float));
    for (int32_t moments : {WEFT_FIRST_MOMENTS, WEFT_SECOND_MOMENTS}) {
      device.clear(state.array(moments, r), start.size() * sizeof(float));
    }
  }
  constexpr int32_t rows = 512;
  DeviceArray<float> values = on(device, Random(6).values(rows * 512));
  DeviceArray<int32_t> labels(device, rows);
  device.clear(labels.data(), labels.bytes());
  Samples samples{};
  samples.values = values.data();
  samples.labels = labels.data();
  samples.samples = rows;
  samples.pitch = 512 * sizeof(float);
  samples.width = 512;
  GeneralTrainer trainer(architecture);
  Slice slice;
  std::vector<int32_t> order(rows);
  std::iota(order.begin(), order.end(), 0);
  float rate = 0.001f;
  std::vector<float> trained[2];
  for (std::size_t r : {0u, 1u}) {
    weft_training_plan plan{order.data(), &rate, nullptr, nullptr, 0, {WEFT_ADAM, 0.9, 0.999, 1e-7, 0, 0, 0},
                            {0, 0, 0}};
    Member member{static_cast<int64_t>(r), &plan};
    Group group{{&member, 1}, rows, 1, 2, 0};
    slice.reserve(device, group);
    slice.upload(device, group, state);
    WideLayers wide{cublas.get(), state.array(WEFT_PARAMETERS, member.replica), state.pitch()};
    trainer.train(device, wide, slice, samples, group, rows);
    slice.download(device, group);
    trained[r].resize(start.size());
    device.fetch(trained[r].data(), state.array(WEFT_PARAMETERS, member.replica), start.size() * sizeof(float));
  }
  CHECK(trained[0] != start);
  CHECK(trained[1] == trained[0]);
  // Its tryout; then each group's forward product and gradient, rehearsed and captured.
  REQUIRE(fake().calls.size() == 9);
  CHECK(fake().calls[3].a == state.array(WEFT_PARAMETERS, 0));
  CHECK(fake().calls[7].a == state.array(WEFT_PARAMETERS, 1));
}
