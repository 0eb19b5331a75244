// Which networks the kernels for small networks are chosen for, on which devices.
#include <doctest/doctest.h>

#include <algorithm>

#include "cuda/small/programs.h"

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
    layers.push_back({widths[i], i + 1 < widths.size() ? WEFT_RELU : WEFT_LINEAR, 0, i > 1 ? dropout : 0, 0});
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
  CHECK(path_of(choose(reference, images, 1, h200, WEFT_PATH_GRID).plan) == WEFT_PATH_GRID);
  CHECK(path_of(choose(reference, {true, false, 1000}, 1, h200, WEFT_PATH_LATENCY).plan) == WEFT_PATH_LATENCY);
  Choice no_room = choose(reference, images, 1, a100, WEFT_PATH_THROUGHPUT);
  CHECK(!no_room.fits);
  CHECK(no_room.reason.find("bytes of shared memory") != std::string::npos);
}

TEST_CASE("what does not fit says why") {
  CHECK(choose(network({784, 129, 10}), images, 1, h200).reason == "has layers of more than 128 units");
  std::vector<int32_t> deep(18, 4);
  CHECK(choose(network(deep), images, 1, h200).reason == "has more than 16 layers");
  CHECK(choose(network({65537, 4, 2}), images, 1, h200).reason == "has more than 65536 inputs");
  for (const Limits& limits : {a100, rtx4090}) {
    Choice choice = choose(reference, images, 1, limits);
    CHECK(!choice.fits);
    CHECK(choice.reason.find("and the device has " + std::to_string(limits.shared_bytes)) != std::string::npos);
  }
}

TEST_CASE("batches of more than two chunks take the grid, with clusters as large as there is room for") {
  struct Expected {
    int32_t rows;
    int32_t cluster;
    Program program;
  };
  for (const Expected& expected :
       {Expected{65, 8, Program::grid_pixels_4}, Expected{257, 8, Program::grid_pixels_4},
        Expected{512, 8, Program::grid_pixels_4}, Expected{1024, 4, Program::grid_pixels_4},
        Expected{2048, 2, Program::grid_pixels_8}, Expected{4096, 1, Program::grid_pixels_8},
        Expected{8192, 1, Program::grid_pixels_8}, Expected{50000, 1, Program::grid_pixels_8}}) {
    CAPTURE(expected.rows);
    Choice choice = choose(reference, {true, false, expected.rows}, 1, h200);
    REQUIRE(choice.fits);
    CHECK(path_of(choice.plan) == WEFT_PATH_GRID);
    CHECK(choice.plan.shape.cluster == expected.cluster);
    CHECK(choice.plan.program == expected.program);
    CHECK(choice.plan.shape.shared_bytes <= h200.shared_bytes);
    GridStep step = grid_step(0, 0, expected.rows, reference.parameters);
    CHECK(choice.plan.shape.scratch_floats >= grid_scratch_floats(step.teams, step.gradient_pitch));
  }
  CHECK(path_of(choose(reference, {true, false, 64}, 1, h200).plan) == WEFT_PATH_LATENCY);
}

TEST_CASE("whether a batch takes the grid does not depend on the number of replicas, nor on the room for clusters") {
  for (int32_t rows : {1, 32, 64, 65, 128, 256, 257, 1024, 8192}) {
    CAPTURE(rows);
    for (int32_t replicas : {1, 2, 17, 128, 1000}) {
      CAPTURE(replicas);
      for (const Limits& limits : {h200, h200_portable, Limits{114, 227 * 1024, 4}, Limits{132, 227 * 1024, 1}}) {
        Choice choice = choose(reference, {true, false, rows}, replicas, limits);
        REQUIRE(choice.fits);
        CHECK((path_of(choice.plan) == WEFT_PATH_GRID) == (rows > 64));
      }
    }
  }
}

TEST_CASE("many replicas share the grid, without clusters") {
  Choice many = choose(reference, {true, false, 1024}, 128, h200);
  REQUIRE(many.fits);
  CHECK(path_of(many.plan) == WEFT_PATH_GRID);
  CHECK(many.plan.shape.cluster == 1);
}

TEST_CASE("where the grid has no room, batches up to 256 take the other ways, and larger ones none") {
  // Floats of 784 features: two chunks of samples alone are 200 KB.
  Choice floats = choose(reference, {false, false, 1024}, 1, h200);
  CHECK(!floats.fits);
  CHECK(floats.reason.find("bytes of shared memory a block, and the device has") != std::string::npos);
  CHECK(!choose(reference, {true, false, 1024}, 1, a100).fits);
  // Upper layers whose kernels and moments have no room, but their kernels have.
  Architecture wide = network({20, 128, 96, 10});
  Choice small_batches = choose(wide, images, 1, h200);
  REQUIRE(small_batches.fits);
  CHECK(path_of(small_batches.plan) == WEFT_PATH_GRID);
}

TEST_CASE("a wide network is left to the general path where its batch makes more work than blocks share") {
  Architecture wide = network({784, 128, 64, 10});
  CHECK(path_of(choose(wide, {true, false, 1024}, 1, h200).plan) == WEFT_PATH_GRID);
  Choice large = choose(wide, {true, false, 8192}, 1, h200);
  CHECK(!large.fits);
  CHECK(large.reason == "is trained in less time by the general path");
  CHECK(choose(wide, {true, false, 8192}, 1, h200, WEFT_PATH_GRID).fits);
}

TEST_CASE("teams cover a batch, each in whole chunks but for its end, and a last batch needs no more room") {
  for (int32_t rows : {1, 31, 32, 33, 257, 1000, 1024, 1030, 4096, 4097, 8192, 8200, 50000, 1000000, 2147483647}) {
    CAPTURE(rows);
    GridStep step = grid_step(3, 7, rows, 26506);
    CHECK(step.teams <= most_teams);
    CHECK(step.team_rows % chunk_rows == 0);
    CHECK((step.teams - 1) * step.team_rows < rows);
    CHECK(int64_t{step.teams} * step.team_rows >= rows);
    CHECK(step.gradient_pitch == 26508);
    int64_t room = grid_plan(reference, {true, false, rows}, 1).shape.scratch_floats;
    for (int32_t last = 1; last <= std::min(rows, 9000); last += 31) {
      REQUIRE(grid_scratch_floats(grid_step(0, 0, last, 26506).teams, step.gradient_pitch) <= room);
    }
  }
  std::vector<GridStep> steps = grid_steps(50000, 8192, 26506);
  REQUIRE(steps.size() == 7);
  CHECK(steps[6].first == 49152);
  CHECK(steps[6].rows == 848);
  CHECK(grid_steps(0, 32, 26506).empty());
}

TEST_CASE("narrow samples fit devices without clusters too") {
  Choice choice = choose(network({20, 16, 3}), {false, false, 32}, 1, rtx4090);
  REQUIRE(choice.fits);
  CHECK(choice.plan.shape.cluster == 1);
  CHECK(choice.plan.shape.shared_bytes <= rtx4090.shared_bytes);
}

TEST_CASE("areas of shared memory are aligned, do not overlap and end where the shape ends") {
  for (const Plan& plan : {latency_plan(reference, images, 8), throughput_plan(reference, {false, true, 64}),
                           grid_plan(reference, {true, false, 1024}, 4)}) {
    const Shape& shape = plan.shape;
    std::vector<Area> areas = {shape.first.samples[0], shape.first.samples[1], shape.first.partial, shape.first.biases,
                               shape.first.outputs[0], shape.first.outputs[1], shape.first.saved,   shape.first.dz[0],
                               shape.row_sums,         shape.labels,           shape.weights,       shape.targets};
    for (const Area& area : shape.first.kernels) areas.push_back(area);
    if (path_of(plan) == WEFT_PATH_GRID) areas.push_back(shape.first.dz[1]);
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
