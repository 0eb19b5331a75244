#include "cuda/network.h"

#include <algorithm>
#include <vector>

#include "cuda/dataset.h"
#include "error.h"

namespace weft::cuda {
namespace {

// What the orders of a group may take, in pinned and in device memory.
constexpr int64_t most_order_bytes = int64_t{512} << 20;
// What the rows of a group should take that are shifted; those of one replica may take more.
constexpr int64_t most_row_bytes = int64_t{4} << 30;
// What the activations or the scratch memory of a group should take; one replica may take more.
constexpr int64_t most_group_floats = int64_t{1} << 28;

int32_t path_of(const std::optional<small::Plan>& plan) { return plan ? small::path_of(*plan) : WEFT_PATH_GENERAL; }

const Samples& resident(const Dataset& dataset) { return static_cast<const CudaDataset&>(dataset).resident(); }

}  // namespace

CudaNetwork::CudaNetwork(std::shared_ptr<CudaContext> context, const Architecture& architecture,
                         Span<const uint64_t> seeds)
    : context_(std::move(context)),
      architecture_(architecture),
      replicas_(static_cast<int32_t>(seeds.size)),
      path_(WEFT_PATH_GENERAL),
      small_(architecture_, context_->path()),
      general_(architecture_),
      inference_(architecture_) {
  Turn turn(*context_, "making the network " + name());
  require_memory(turn.device(), State::bytes(architecture_.parameters, replicas_),
                 "the network " + name() + ", parameters and Adam state,");
  state_.emplace(turn.device(), architecture_.parameters, seeds);
  small_.look_at(turn.device());
  constexpr int32_t usual_batch = 32;
  path_ = path_of(small_.plan(true, architecture_.classes() == 0, usual_batch, replicas_));
}

// Such as 784-32-32-10, or 784-32-32-10 (128 replicas).
std::string CudaNetwork::name() const {
  std::string name = std::to_string(architecture_.inputs);
  constexpr std::size_t most_named = 8;
  for (std::size_t i = 0; i < std::min(architecture_.layers.size(), most_named); i++) {
    name += "-" + std::to_string(architecture_.layers[i].out);
  }
  if (architecture_.layers.size() > most_named) name += "-...";
  return replicas_ == 1 ? name : name + " (" + std::to_string(replicas_) + " replicas)";
}

void CudaNetwork::read(int32_t replica, int32_t state, Span<float> values) {
  Turn turn(*context_, "reading the network " + name());
  turn.device().fetch(values.data, state_->array(state, replica), values.size * sizeof(float));
}

void CudaNetwork::write(int32_t replica, int32_t state, Span<const float> values) {
  Turn turn(*context_, "writing the network " + name());
  if (state == WEFT_PARAMETERS || state == WEFT_AVERAGE) set_average(turn.device(), replica, state == WEFT_AVERAGE);
  turn.device().load(state_->array(state, replica), values.data, values.size * sizeof(float));
}

bool CudaNetwork::has_average(int32_t replica) {
  Turn turn(*context_, "reading the network " + name());
  return state_->has_average(replica);
}

void CudaNetwork::set_average(Device& device, int64_t replica, bool wanted) {
  if (wanted && !state_->has_average(replica)) {
    require_memory(device, state_->missing_average_bytes(), "the average of the parameters of " + name());
  }
  state_->set_average(device, replica, wanted);
}

int64_t CudaNetwork::step(int32_t replica) {
  Turn turn(*context_, "reading the network " + name());
  return state_->step(replica);
}

void CudaNetwork::set_step(int32_t replica, int64_t step) {
  Turn turn(*context_, "writing the network " + name());
  state_->step(replica) = step;
}

void CudaNetwork::set_seed(int32_t replica, uint64_t seed) {
  Turn turn(*context_, "writing the network " + name());
  state_->seed(replica) = seed;
}

int64_t CudaNetwork::group_size(const std::optional<small::Plan>& plan, int64_t samples, int64_t rows,
                                int64_t row_bytes) const {
  int64_t by_orders = most_order_bytes / (samples * static_cast<int64_t>(sizeof(int32_t)));
  int64_t by_floats = most_group_floats / (rows * architecture_.max_width());
  int64_t most = GeneralTrainer::most_replicas;
  if (plan) {
    by_floats = most_group_floats / std::max<int64_t>(SmallTrainer::scratch_floats(*plan), 1);
    most = small::most_replicas;
  }
  if (row_bytes > 0) most = std::min(most, most_row_bytes / (samples * row_bytes));
  return std::clamp<int64_t>(std::min({by_orders, by_floats, most}), 1, replicas_);
}

Span<const Member> CudaNetwork::group_of(Span<const Member> members, bool neighbours, int64_t most) {
  std::size_t count = 1;
  std::size_t limit = std::min(members.size, static_cast<std::size_t>(most));
  while (count < limit && (!neighbours || members[count].replica == members[count - 1].replica + 1)) count++;
  return {members.data, count};
}

void CudaNetwork::train(const Dataset& dataset, int64_t samples, int32_t batch_size, Span<weft_training_plan> plans) {
  std::vector<Member> awake;
  for (std::size_t r = 0; r < plans.size; r++) {
    plans[r].correct = 0;
    if (plans[r].order != nullptr) awake.push_back({static_cast<int64_t>(r), &plans[r]});
  }
  if (samples == 0 || awake.empty()) return;
  const Samples& data = resident(dataset);
  int64_t rows = std::min<int64_t>(samples, batch_size);
  Turn turn(*context_, "training " + name() + " in batches of " + std::to_string(batch_size));
  int64_t steps = (samples + batch_size - 1) / batch_size;
  Span<const Member> members{awake.data(), awake.size()};
  int32_t together = static_cast<int32_t>(members.size);
  bool clip = clips(members);
  for (const Member& member : members) {
    set_average(turn.device(), member.replica, member.plan->optimizer.average_decay > 0);
  }
  while (members.size > 0) {
    std::optional<small::Plan> plan =
        small_.plan(data.pixels != nullptr, data.targets != nullptr, batch_size, together, clip);
    path_ = path_of(plan);
    int64_t most = group_size(plan, samples, rows, shifts(members) ? data.pitch : 0);
    Group group{group_of(members, !plan, most), samples, steps, architecture_.classes(), data.pitch};
    if (!plan) {
      train_general(turn, data, group, batch_size);
    } else if (!train_small(turn.device(), *plan, data, group, batch_size)) {
      continue;
    }
    slice_.download(turn.device(), group);
    for (const Member& member : group.members) state_->step(member.replica) += steps;
    members = {members.data + group.members.size, members.size - group.members.size};
  }
}

bool CudaNetwork::train_small(Device& device, const small::Plan& plan, const Samples& samples, const Group& group,
                              int64_t batch_size) {
  require_memory(device, slice_.missing_bytes(group) + small_.missing_bytes(plan, group.replicas()),
                 "training " + name() + " in batches of " + std::to_string(std::min(group.samples, batch_size)));
  slice_.reserve(device, group);
  small_.reserve(device, plan, group.replicas());
  slice_.upload(device, group, *state_, small_.scratch(), SmallTrainer::scratch_floats(plan));
  slice_.make_rows(device, samples, group, batch_size);
  return small_.train(device, plan, slice_, samples, group, batch_size);
}

void CudaNetwork::train_general(Turn& turn, const Samples& samples, const Group& group, int64_t batch_size) {
  Device& device = turn.device();
  int64_t rows = std::min(group.samples, batch_size);
  WideLayers wide;
  if (general_.has_wide_layers(rows)) {
    wide = {turn.cublas(), state_->array(WEFT_PARAMETERS, group.members[0].replica), state_->pitch()};
  }
  require_memory(device, slice_.missing_bytes(group) + general_.missing_bytes(rows, group.replicas()),
                 "training " + name() + " in batches of " + std::to_string(rows));
  slice_.reserve(device, group);
  slice_.upload(device, group, *state_);
  slice_.make_rows(device, samples, group, batch_size);
  general_.train(device, wide, slice_, samples, group, batch_size);
}

void CudaNetwork::evaluate(int32_t replica, const Dataset& dataset, int64_t first, int64_t count,
                           EvaluationResult& result) {
  Turn turn(*context_, "evaluating " + name() + " on " + std::to_string(count) + " samples");
  inference_.evaluate(turn.device(), state_->array(WEFT_AVERAGE, replica), resident(dataset), first, count, result);
}

void CudaNetwork::predict(int32_t replica, const Dataset& dataset, int64_t first, int64_t count, float* outputs) {
  Turn turn(*context_, "predicting " + std::to_string(count) + " samples with " + name());
  inference_.predict(turn.device(), state_->array(WEFT_AVERAGE, replica), resident(dataset), first, count, outputs);
}

void CudaNetwork::predict_rows(int32_t replica, const float* features, int64_t rows, float* outputs) {
  Turn turn(*context_, "predicting " + std::to_string(rows) + " rows with " + name());
  inference_.predict_rows(turn.device(), state_->array(WEFT_AVERAGE, replica), features, rows, outputs);
}

}  // namespace weft::cuda
