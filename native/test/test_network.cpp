// Networks through the C ABI: what the contract of weft.h promises beyond the single operations.
#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <memory>
#include <thread>

#include "average_fixture.h"
#include "shift.h"
#include "shift_fixture.h"

using namespace weft::test;

namespace {

const std::vector<int32_t> reference_network = {784, 32, 32, 10};

std::vector<float> trained(int32_t threads, const std::vector<int32_t>& widths, int32_t batch, float dropout,
                           double clip_norm = 0) {
  ContextOwner context(threads);
  DatasetOwner dataset(context.handle, 300, widths.front(), widths.back());
  NetworkOwner network(context.handle, widths, {9}, dropout);
  Slice slice(300, batch);
  weft_training_plan plan = slice.plan();
  plan.optimizer.clip_norm = clip_norm;
  REQUIRE_OK(weft_network_train(network.handle, dataset.handle, 300, batch, &plan, 1));
  return network.read();
}

}  // namespace

TEST_CASE("parameters are bitwise the same for 1, 2 and 3 threads") {
  for (int32_t batch : {1, 32, 128, 300}) {
    for (const auto& widths : {reference_network, std::vector<int32_t>{784, 300, 100, 10}}) {
      if (batch == 1 && widths.size() == 4 && widths[1] == 300) continue;
      for (double clip_norm : {0.1, 1e9}) {
        std::vector<float> clipped = trained(1, widths, batch, 0.2f, clip_norm);
        CHECK(clipped == trained(2, widths, batch, 0.2f, clip_norm));
        CHECK(clipped == trained(3, widths, batch, 0.2f, clip_norm));
        CHECK((clipped == trained(1, widths, batch, 0.2f)) == (clip_norm > 1));
      }
      std::vector<float> one = trained(1, widths, batch, 0.2f);
      CHECK(one == trained(2, widths, batch, 0.2f));
      CHECK(one == trained(3, widths, batch, 0.2f));
    }
  }
}

TEST_CASE("slices of an epoch end where the whole one ends") {
  ContextOwner context;
  DatasetOwner dataset(context.handle, 300, 784, 10);
  NetworkOwner whole(context.handle, reference_network, {9}, 0.3f);
  NetworkOwner sliced(context.handle, reference_network, {9}, 0.3f);
  Slice all(300, 32);
  REQUIRE_OK(all.train(whole.handle, dataset.handle));
  for (auto range : {std::pair{0, 64}, std::pair{64, 192}, std::pair{192, 300}}) {
    Slice part(range.second - range.first, 32, range.first);
    REQUIRE_OK(part.train(sliced.handle, dataset.handle));
  }
  CHECK(whole.read() == sliced.read());
  CHECK(whole.read(WEFT_SECOND_MOMENTS) == sliced.read(WEFT_SECOND_MOMENTS));
}

TEST_CASE("evaluation counts every sample once and agrees with prediction") {
  ContextOwner context(2);
  DatasetOwner dataset(context.handle, 1500, 784, 10);
  NetworkOwner network(context.handle, reference_network);
  double loss = 0;
  int64_t correct = -1;
  std::vector<int64_t> confusion(100, -1);
  REQUIRE_OK(weft_network_evaluate(network.handle, 0, dataset.handle, 3, 1400, &loss, &correct, confusion.data(), 100));
  int64_t total = 0;
  int64_t diagonal = 0;
  for (std::size_t i = 0; i < 100; i++) {
    total += confusion[i];
    if (i % 11 == 0) diagonal += confusion[i];
  }
  CHECK(total == 1400);
  CHECK(diagonal == correct);
  std::vector<float> probabilities(1400 * 10);
  REQUIRE_OK(weft_network_predict(network.handle, 0, dataset.handle, 3, 1400, probabilities.data(), 14000));
  for (std::size_t row = 0; row < 1400; row += 100) {
    float sum = 0;
    for (std::size_t k = 0; k < 10; k++) sum += probabilities[row * 10 + k];
    CHECK(sum == doctest::Approx(1));
  }
  // A random network on random labels: no better than chance.
  CHECK(loss == doctest::Approx(std::log(10.0)).epsilon(0.1));
}

TEST_CASE("the floating-point mode of the caller survives every computing call") {
  ContextOwner context(2);
  DatasetOwner dataset(context.handle, 64, 16, 3);
  NetworkOwner network(context.handle, {16, 8, 3});
  Slice slice(64, 32);
  REQUIRE_OK(slice.train(network.handle, dataset.handle));
  volatile float smallest = std::numeric_limits<float>::min();
  CHECK(smallest * 0.5f > 0);
}

TEST_CASE("a network destroyed while it trains is freed when that call ends") {
  ContextOwner context;
  DatasetOwner dataset(context.handle, 300, 784, 10);
  auto network = std::make_unique<NetworkOwner>(context.handle, reference_network);
  weft_network handle = network->handle;
  std::atomic<bool> started{false};
  weft_status last = WEFT_OK;
  std::thread trainer([&] {
    Slice slice(300, 1);
    for (int i = 0; i < 1000 && last == WEFT_OK; i++) {
      last = slice.train(handle, dataset.handle);
      started = true;
    }
  });
  while (!started) std::this_thread::yield();
  network.reset();
  trainer.join();
  CHECK(last == WEFT_INVALID_HANDLE);
}

TEST_CASE("datasets and networks outlive their context's handle") {
  auto context = std::make_unique<ContextOwner>(2);
  DatasetOwner dataset(context->handle, 64, 16, 3);
  NetworkOwner network(context->handle, {16, 8, 3});
  context.reset();
  Slice slice(64, 10);
  CHECK(slice.train(network.handle, dataset.handle) == WEFT_OK);
}

TEST_CASE("float features and rows of targets train a regression") {
  ContextOwner context;
  Random random(8);
  const int64_t samples = 200;
  std::vector<float> x = random.values(samples * 3);
  std::vector<float> t(samples * 2);
  for (std::size_t i = 0; i < samples; i++) {
    t[2 * i] = x[3 * i] - 2 * x[3 * i + 1];
    t[2 * i + 1] = 0.5f * x[3 * i + 2];
  }
  weft_dataset dataset = 0;
  REQUIRE_OK(
      weft_dataset_create(context.handle, WEFT_FLOAT32, x.data(), samples, 3, nullptr, 0, t.data(), 2, &dataset));
  weft_dense_layer layers[] = {{16, WEFT_GELU, 0, 0, 0}, {2, WEFT_LINEAR, 0, 0, 0}};
  uint64_t seed = 1;
  weft_network network = 0;
  REQUIRE_OK(weft_network_create(context.handle, 3, layers, 2, WEFT_MEAN_SQUARED_ERROR, &seed, 1, &network));
  std::vector<float> start = Random(5).values(3 * 16 + 16 + 16 * 2 + 2, -0.4f, 0.4f);
  REQUIRE_OK(weft_network_write(network, 0, WEFT_PARAMETERS, start.data(), static_cast<int64_t>(start.size())));
  Slice slice(samples, 20);
  slice.learning_rates.assign(slice.learning_rates.size(), 0.01f);
  REQUIRE_OK(slice.train(network, dataset));
  double before = slice.losses.front();
  for (int epoch = 0; epoch < 100; epoch++) REQUIRE_OK(slice.train(network, dataset));
  CHECK(slice.losses.back() < before / 100);
  weft_network_destroy(network);
  weft_dataset_destroy(dataset);
}

TEST_CASE("the average of the parameters follows them, answers in their place, and goes on where it stopped") {
  for (int32_t threads : {1, 3}) {
    check_average(ContextOwner(threads), {20, 8, 3});
    check_average(ContextOwner(threads), {50, 200, 3});
    check_average(ContextOwner(threads, WEFT_ISA_AUTO, WEFT_PATH_GENERAL), {20, 8, 3});
  }
}

TEST_CASE("shifted images train bitwise as images that were moved before") {
  for (int32_t threads : {1, 2, 3}) {
    for (int32_t batch : {1, 32, 100}) {
      for (bool unscaled : {true, false}) {
        check_shift(ContextOwner(threads), 8, batch, unscaled);
        check_shift(ContextOwner(threads, WEFT_ISA_AUTO, WEFT_PATH_GENERAL), 8, batch, unscaled);
      }
    }
    check_shift(ContextOwner(threads), 200, 32, true);
  }
}

TEST_CASE("a whole image is moved as its pixels are, to every place that is within reach") {
  for (weft::Offset size : {weft::Offset{5, 3}, weft::Offset{1, 1}, weft::Offset{2, 7}}) {
    weft_shift shift{std::min(size.right, size.down) - 1, size.right, size.down};
    std::size_t count = static_cast<std::size_t>(size.right * size.down);
    std::vector<uint8_t> from(count);
    for (std::size_t i = 0; i < count; i++) from[i] = static_cast<uint8_t>(i + 1);
    for (int32_t right = -shift.pixels; right <= shift.pixels; right++) {
      for (int32_t down = -shift.pixels; down <= shift.pixels; down++) {
        std::vector<uint8_t> whole(count + 1, 99);
        weft::shift_image(shift, {right, down}, from.data(), whole.data());
        std::vector<uint8_t> single(count + 1, 99);
        for (std::size_t i = 0; i < count; i++) {
          single[i] = weft::shifted_pixel(shift, {right, down}, from.data(), static_cast<int32_t>(i));
        }
        CHECK(whole == single);
      }
    }
  }
}

TEST_CASE("all offsets within reach come about as often") {
  weft_shift shift{1, 28, 28};
  int counts[3][3] = {};
  for (int64_t row = 0; row < 90; row++) {
    for (int64_t step = 0; step < 100; step++) {
      weft::Offset by = weft::shift_offset(shift, 3, row, step);
      REQUIRE(std::max(std::abs(by.right), std::abs(by.down)) <= 1);
      counts[by.right + 1][by.down + 1]++;
    }
  }
  // Five standard deviations of a binomial count: 5 sqrt(9000 / 9 (8 / 9)) = 149.
  for (const auto& column : counts) {
    for (int count : column) CHECK(std::abs(count - 1000) < 149);
  }
}
