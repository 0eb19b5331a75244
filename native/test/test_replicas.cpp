// Replicas of one network through the C ABI: each is what it would be alone, whichever threads train it beside which
// others.
#include <algorithm>

#include "abi_fixture.h"

using namespace weft::test;

namespace {

constexpr int32_t samples = 300;

// What a replica is trained with, twice, with a seed for either time.
struct Course {
  Slice slice;
  weft_optimizer optimizer;
  std::vector<float> class_weights;
  uint64_t seeds[2];
  bool rests;  // the second time
};

std::vector<Course> courses(int32_t batch, std::size_t count, double clip_norm) {
  std::vector<Course> all;
  for (std::size_t i = 0; i < count; i++) {
    Course course{Slice(samples, batch), adam, {}, {10 + i, 10 + i + (i == 3 ? 100u : 0u)}, i == 1};
    std::vector<int32_t>& order = course.slice.order;
    std::rotate(order.begin(), order.begin() + static_cast<int32_t>(7 * i), order.end());
    std::vector<float>& rates = course.slice.learning_rates;
    rates.assign(rates.size(), 0.001f * static_cast<float>(i + 1));
    if (i == 0) course.optimizer = {WEFT_ADAMW, 0.8, 0.99, 1e-7, 0.5, 0, 0};
    if (i == 2) course.class_weights = {2, 0.5f, 1};
    if (i == 1 || i == 4) course.optimizer.average_decay = 0.9;
    course.optimizer.clip_norm = i % 2 == 0 ? clip_norm : 0;
    all.push_back(course);
  }
  return all;
}

weft_training_plan plan_of(Course& course) {
  weft_training_plan plan = course.slice.plan();
  plan.optimizer = course.optimizer;
  if (!course.class_weights.empty()) plan.class_weights = course.class_weights.data();
  return plan;
}

void check_like_alone(int32_t threads, const std::vector<int32_t>& widths, int32_t batch, double clip_norm) {
  constexpr std::size_t count = 5;
  ContextOwner context(threads);
  DatasetOwner dataset(context.handle, samples, widths.front(), widths.back());
  std::vector<Course> group = courses(batch, count, clip_norm);
  std::vector<uint64_t> seeds;
  for (const Course& course : group) seeds.push_back(course.seeds[0]);
  NetworkOwner together(context.handle, widths, seeds, 0.3f);
  std::vector<weft_training_plan> first;
  for (Course& course : group) first.push_back(plan_of(course));
  REQUIRE_OK(weft_network_train(together.handle, dataset.handle, samples, batch, first.data(), count));
  std::vector<weft_training_plan> second = first;
  for (std::size_t i = 0; i < count; i++) {
    REQUIRE_OK(weft_network_set_seed(together.handle, static_cast<int32_t>(i), group[i].seeds[1]));
    if (!group[i].rests) continue;
    second[i] = weft_training_plan{};
    second[i].correct = 77;
  }
  REQUIRE_OK(weft_network_train(together.handle, dataset.handle, samples, batch, second.data(), count));
  std::vector<Course> single = courses(batch, count, clip_norm);
  for (std::size_t i = 0; i < count; i++) {
    CAPTURE(i);
    int32_t replica = static_cast<int32_t>(i);
    NetworkOwner alone(context.handle, widths, {single[i].seeds[0]}, 0.3f);
    weft_training_plan plan = plan_of(single[i]);
    REQUIRE_OK(weft_network_train(alone.handle, dataset.handle, samples, batch, &plan, 1));
    CHECK(plan.correct == first[i].correct);
    if (single[i].rests) {
      CHECK(second[i].correct == 0);
    } else {
      REQUIRE_OK(weft_network_set_seed(alone.handle, 0, single[i].seeds[1]));
      REQUIRE_OK(weft_network_train(alone.handle, dataset.handle, samples, batch, &plan, 1));
      CHECK(plan.correct == second[i].correct);
    }
    CHECK(single[i].slice.losses == group[i].slice.losses);
    for (int32_t state : {WEFT_PARAMETERS, WEFT_FIRST_MOMENTS, WEFT_SECOND_MOMENTS, WEFT_AVERAGE}) {
      CHECK(alone.read(state) == together.read(state, replica));
    }
    int64_t steps[2] = {};
    REQUIRE_OK(weft_network_step(together.handle, replica, &steps[0]));
    REQUIRE_OK(weft_network_step(alone.handle, 0, &steps[1]));
    CHECK(steps[0] == steps[1]);
  }
}

}  // namespace

TEST_CASE("replicas are bitwise what single networks are, and one that rests stays as it is") {
  for (int32_t threads : {1, 2, 3, 8}) {
    CAPTURE(threads);
    for (int32_t batch : {7, 32, 200}) {
      CAPTURE(batch);
      check_like_alone(threads, {20, 8, 3}, batch, 0.05);
    }
    check_like_alone(threads, {784, 32, 32, 3}, 32, 0.05);
    check_like_alone(threads, {50, 200, 3}, 32, 0.05);
  }
}

TEST_CASE("a group whose replicas all rest is trained in no time") {
  ContextOwner context(2);
  DatasetOwner dataset(context.handle, samples, 20, 3);
  NetworkOwner network(context.handle, {20, 8, 3}, {1, 2});
  std::vector<float> before = network.read(WEFT_PARAMETERS, 1);
  weft_training_plan plans[2] = {};
  REQUIRE_OK(weft_network_train(network.handle, dataset.handle, samples, 32, plans, 2));
  CHECK(network.read(WEFT_PARAMETERS, 1) == before);
}

TEST_CASE("masks follow the seed that a replica was given") {
  ContextOwner context(2);
  DatasetOwner dataset(context.handle, samples, 20, 3);
  NetworkOwner network(context.handle, {20, 8, 3}, {1, 1}, 0.5f);
  REQUIRE_OK(weft_network_set_seed(network.handle, 1, 2));
  Slice slice(samples, 32);
  Slice other(samples, 32);
  weft_training_plan plans[] = {slice.plan(), other.plan()};
  REQUIRE_OK(weft_network_train(network.handle, dataset.handle, samples, 32, plans, 2));
  CHECK(network.read(WEFT_PARAMETERS, 0) != network.read(WEFT_PARAMETERS, 1));
}
