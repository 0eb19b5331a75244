// Which networks the kernels for small networks are chosen for, on which devices.
#include <doctest/doctest.h>

#include "cuda/small/plan.h"

using namespace weft;
using namespace weft::cuda::small;

namespace {

// What the vendor says of shared memory a block; the reserve of a kilobyte is not in it.
const Limits h200{132, 227 * 1024, 16};
const Limits h200_portable{132, 227 * 1024, 8};
const Limits a100{108, 163 * 1024, 1};
const Limits rtx4090{128, 99 * 1024, 1};

Architecture network(const std::vector<int32_t>& widths, int32_t loss = WEFT_SOFTMAX_CROSS_ENTROPY, float dropout = 0) {
  std::vector<weft_dense_layer> layers;
  for (std::size_t i = 1; i < widths.size(); i++) {
    layers.push_back({widths[i], i + 1 < widths.size() ? WEFT_RELU : WEFT_LINEAR, i > 1 ? dropout : 0});
  }
  return Architecture(widths.front(), layers.data(), static_cast<int32_t>(layers.size()), loss);
}

const Architecture reference = network({784, 32, 32, 10});
const Data images{true, false, 32};

}  // namespace

TEST_CASE("the reference, binary and notebook networks take the latency kernel where there are clusters") {
  for (const Architecture& architecture : {reference, network({784, 32, 32, 1}, WEFT_SIGMOID_CROSS_ENTROPY),
                                           network({784, 32, 10, 1}, WEFT_SIGMOID_CROSS_ENTROPY, 0.2f)}) {
    Choice portable = choose(architecture, images, 1, h200_portable);
    REQUIRE(portable.fits);
    CHECK(path_of(portable.plan) == WEFT_PATH_LATENCY);
    CHECK(portable.plan.shape.cluster == 8);
    CHECK(portable.plan.program == Program::latency_pixels_4);
    Choice large = choose(architecture, images, 1, h200);
    REQUIRE(large.fits);
    CHECK(large.plan.shape.cluster == 16);
    CHECK(large.plan.program == Program::latency_pixels_2);
  }
}

TEST_CASE("many replicas take the throughput kernel, few one cluster each") {
  Choice many = choose(reference, images, 128, h200);
  REQUIRE(many.fits);
  CHECK(path_of(many.plan) == WEFT_PATH_THROUGHPUT);
  CHECK(many.plan.shape.cluster == 1);
  CHECK(many.plan.shape.scratch_floats == 3 * 784 * 32);
  Choice few = choose(reference, images, 8, h200);
  REQUIRE(few.fits);
  CHECK(path_of(few.plan) == WEFT_PATH_LATENCY);
}

TEST_CASE("the way that is asked for is taken, or refused with the reason") {
  CHECK(path_of(choose(reference, images, 1, h200, WEFT_PATH_THROUGHPUT).plan) == WEFT_PATH_THROUGHPUT);
  CHECK(path_of(choose(reference, images, 128, h200, WEFT_PATH_LATENCY).plan) == WEFT_PATH_LATENCY);
  Choice large_batches = choose(reference, {true, false, 1000}, 1, h200, WEFT_PATH_LATENCY);
  CHECK(large_batches.fits);
  Choice no_room = choose(reference, images, 1, a100, WEFT_PATH_THROUGHPUT);
  CHECK(!no_room.fits);
  CHECK(no_room.reason.find("bytes of shared memory") != std::string::npos);
}

TEST_CASE("what does not fit says why") {
  CHECK(choose(network({784, 129, 10}), images, 1, h200).reason == "has layers of more than 128 units");
  CHECK(choose(reference, {true, false, 257}, 1, h200).reason == "is trained in batches of more than 256 samples");
  std::vector<int32_t> deep(18, 4);
  CHECK(choose(network(deep), images, 1, h200).reason == "has more than 16 layers");
  CHECK(choose(network({65537, 4, 2}), images, 1, h200).reason == "has more than 65536 inputs");
  for (const Limits& limits : {a100, rtx4090}) {
    Choice choice = choose(reference, images, 1, limits);
    CHECK(!choice.fits);
    CHECK(choice.reason.find("and the device has " + std::to_string(limits.shared_bytes)) != std::string::npos);
  }
}

TEST_CASE("narrow samples fit devices without clusters too") {
  Choice choice = choose(network({20, 16, 3}), {false, false, 32}, 1, rtx4090);
  REQUIRE(choice.fits);
  CHECK(choice.plan.shape.cluster == 1);
  CHECK(choice.plan.shape.shared_bytes <= rtx4090.shared_bytes);
}

TEST_CASE("areas of shared memory are aligned, do not overlap and end where the shape ends") {
  for (const Plan& plan : {latency_plan(reference, images, 8), throughput_plan(reference, {false, true, 64})}) {
    const Shape& shape = plan.shape;
    std::vector<Area> areas = {shape.first.samples[0], shape.first.samples[1], shape.first.partial, shape.first.biases,
                               shape.first.outputs[0], shape.first.outputs[1], shape.first.saved,   shape.first.dz,
                               shape.row_sums,         shape.labels,           shape.weights,       shape.targets};
    for (const Area& area : shape.first.kernels) areas.push_back(area);
    for (int i = 0; i < shape.upper_layers; i++) {
      const UpperLayer& layer = shape.upper[i];
      for (const Area& area : {layer.biases, layer.outputs, layer.saved, layer.dz, layer.factors})
        areas.push_back(area);
      for (const Area& area : layer.kernels) areas.push_back(area);
    }
    for (std::size_t i = 0; i < areas.size(); i++) {
      CHECK(areas[i].offset % 16 == 0);
      CHECK(areas[i].offset + 4 * areas[i].count <= shape.shared_bytes);
      for (std::size_t j = 0; j < i; j++) {
        if (areas[i].count == 0 || areas[j].count == 0) continue;
        bool apart = areas[i].offset + 4 * areas[i].count <= areas[j].offset ||
                     areas[j].offset + 4 * areas[j].count <= areas[i].offset;
        CHECK(apart);
      }
    }
  }
}
