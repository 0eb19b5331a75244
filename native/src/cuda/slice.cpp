#include "cuda/slice.h"

#include <algorithm>
#include <cstring>

#include "cuda/kernels/shift.h"
#include "cuda/launch.h"

namespace weft::cuda {
namespace {

bool same_moments(const weft_optimizer& a, const weft_optimizer& b) { return a.beta1 == b.beta1 && a.beta2 == b.beta2; }

}  // namespace

Slice::Places Slice::places(const Group& group) {
  Layout layout;
  Places p;
  p.orders = layout.take<int32_t>(group.replicas() * group.samples);
  p.updates = layout.take<OptimizerStep>(group.replicas() * group.steps);
  p.class_weights = layout.take<float>(group.replicas() * group.classes);
  p.bytes = layout.bytes();
  return p;
}

Slice::Results Slice::results(const Group& group) {
  Layout layout;
  Results r;
  r.losses = layout.take<double>(group.replicas() * group.steps);
  r.correct = layout.take<int64_t>(group.replicas());
  r.bytes = layout.bytes();
  return r;
}

std::size_t Slice::row_bytes(const Group& group) {
  return shifts(group.members) ? static_cast<std::size_t>(group.replicas() * group.samples * group.pitch) : 0;
}

std::size_t Slice::missing_bytes(const Group& group) const {
  auto missing = [](std::size_t wanted, std::size_t there) { return wanted - std::min(wanted, there); };
  return missing(places(group).bytes, inputs_.bytes()) + missing(results(group).bytes, outputs_.bytes()) +
         missing(row_bytes(group), rows_.bytes()) +
         missing(group.members.size * (sizeof(ReplicaRun) + sizeof(Cursor)), runs_.bytes() + cursors_.bytes());
}

void Slice::reserve(Device& device, const Group& group) {
  std::size_t replicas = group.members.size;
  runs_.reserve(device, replicas);
  cursors_.reserve(device, replicas);
  host_runs_.reserve(device, replicas);
  inputs_.reserve(device, places(group).bytes);
  host_inputs_.reserve(device, places(group).bytes);
  outputs_.reserve(device, results(group).bytes);
  host_outputs_.reserve(device, results(group).bytes);
  rows_.reserve(device, row_bytes(group));
}

// Powers are slow, and replicas mostly share them.
void Slice::write_updates(const Group& group, State& state, OptimizerStep* updates) const {
  std::vector<MomentBias> biases;
  for (std::size_t r = 0; r < group.members.size; r++) {
    const weft_training_plan& plan = *group.members[r].plan;
    int64_t replica = group.members[r].replica;
    bool known = r > 0 && same_moments(plan.optimizer, group.members[r - 1].plan->optimizer) &&
                 state.step(replica) == state.step(group.members[r - 1].replica);
    if (!known) {
      biases.clear();
      for (int64_t i = 0; i < group.steps; i++) {
        biases.push_back(moment_bias(plan.optimizer, state.step(replica) + i + 1));
      }
    }
    for (int64_t i = 0; i < group.steps; i++) {
      *updates++ = optimizer_step(plan.optimizer, plan.learning_rates[i], biases[static_cast<std::size_t>(i)]);
    }
  }
}

void Slice::upload(Device& device, const Group& group, State& state, float* scratch, int64_t scratch_floats) {
  Places p = places(group);
  Results out = results(group);
  char* host = host_inputs_.data();
  char* there = inputs_.data();
  write_updates(group, state, p.updates.in(host));
  for (std::size_t r = 0; r < group.members.size; r++) {
    const weft_training_plan& plan = *group.members[r].plan;
    int64_t i = static_cast<int64_t>(r);
    int64_t replica = group.members[r].replica;
    std::memcpy(p.orders.in(host) + i * group.samples, plan.order,
                static_cast<std::size_t>(group.samples) * sizeof(int32_t));
    ReplicaRun& run = host_runs_.data()[r];
    run = ReplicaRun{};
    run.parameters = state.array(WEFT_PARAMETERS, replica);
    run.first_moments = state.array(WEFT_FIRST_MOMENTS, replica);
    run.second_moments = state.array(WEFT_SECOND_MOMENTS, replica);
    run.average = state.has_average(replica) ? state.average(replica) : nullptr;
    run.scratch = scratch != nullptr ? scratch + i * scratch_floats : nullptr;
    run.order = p.orders.in(there) + i * group.samples;
    run.updates = p.updates.in(there) + i * group.steps;
    if (plan.class_weights != nullptr) {
      std::copy_n(plan.class_weights, group.classes, p.class_weights.in(host) + i * group.classes);
      run.class_weights = p.class_weights.in(there) + i * group.classes;
    }
    run.step_losses = out.losses.in(outputs_.data()) + i * group.steps;
    run.correct = out.correct.in(outputs_.data()) + i;
    run.seed = state.seed(replica);
    run.first_step = state.step(replica);
    if (plan.shift.pixels > 0) {
      run.rows = rows_.data() + i * group.samples * group.pitch;
      run.shift = plan.shift;
    }
  }
  device.upload(there, host, p.bytes);
  device.upload(runs_.data(), host_runs_.data(), group.members.size * sizeof(ReplicaRun));
  device.clear(cursors_.data(), group.members.size * sizeof(Cursor));
  device.clear(outputs_.data(), out.bytes);
}

void Slice::make_rows(Device& device, const Samples& samples, const Group& group, int64_t batch_size) const {
  if (!shifts(group.members)) return;
  launch<ShiftRows>(device, {group.samples, 1, group.replicas()}, {runs_.data(), samples, batch_size});
}

void Slice::download(Device& device, const Group& group) {
  Results out = results(group);
  device.fetch(host_outputs_.data(), outputs_.data(), out.bytes);
  for (std::size_t r = 0; r < group.members.size; r++) {
    weft_training_plan& plan = *group.members[r].plan;
    int64_t i = static_cast<int64_t>(r);
    plan.correct = out.correct.in(host_outputs_.data())[i];
    if (plan.step_losses == nullptr) continue;
    std::copy_n(out.losses.in(host_outputs_.data()) + i * group.steps, group.steps, plan.step_losses);
  }
}

}  // namespace weft::cuda
