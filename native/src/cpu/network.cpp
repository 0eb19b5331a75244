#include "cpu/network.h"

#include "cpu/fused/path.h"
#include "cpu/general_path.h"
#include "error.h"

namespace weft::cpu {
namespace {

int32_t path_for(const Architecture& architecture, int32_t forced) {
  bool fits = fused::fits(architecture);
  require(forced != WEFT_PATH_FUSED || fits, "the fused path takes layers of at most ", fused::max_width,
          " units and no GELU; this network needs the general path");
  if (forced != WEFT_PATH_AUTO) return forced;
  return fits ? WEFT_PATH_FUSED : WEFT_PATH_GENERAL;
}

}  // namespace

CpuNetwork::CpuNetwork(std::shared_ptr<CpuContext> context, const Architecture& architecture,
                       Span<const uint64_t> seeds)
    : context_(std::move(context)),
      architecture_(architecture),
      replicas_(static_cast<int32_t>(seeds.size)),
      path_code_(path_for(architecture, context_->path())) {
  if (path_code_ == WEFT_PATH_FUSED) {
    path_ = std::make_unique<fused::FusedPath>(architecture_, context_->compute(),
                                               fused::fused_kernels_for(context_->instruction_set()), seeds);
  } else {
    path_ = std::make_unique<GeneralPath>(architecture_, context_->compute(), seeds);
  }
}

void CpuNetwork::read(int32_t replica, int32_t state, Span<float> values) {
  Turn turn(*context_);
  path_->read(replica, state, values);
}

void CpuNetwork::write(int32_t replica, int32_t state, Span<const float> values) {
  Turn turn(*context_);
  path_->write(replica, state, values);
}

int64_t CpuNetwork::step(int32_t replica) {
  Turn turn(*context_);
  return path_->step(replica);
}

void CpuNetwork::set_step(int32_t replica, int64_t step) {
  Turn turn(*context_);
  path_->set_step(replica, step);
}

void CpuNetwork::train(const Dataset& dataset, int64_t samples, int32_t batch_size, Span<weft_training_plan> plans) {
  Turn turn(*context_);
  path_->train(static_cast<const CpuDataset&>(dataset), samples, batch_size, plans);
}

void CpuNetwork::evaluate(int32_t replica, const Dataset& dataset, int64_t first, int64_t count,
                          EvaluationResult& result) {
  Turn turn(*context_);
  path_->evaluate(replica, static_cast<const CpuDataset&>(dataset), first, count, result);
}

void CpuNetwork::predict(int32_t replica, const Dataset& dataset, int64_t first, int64_t count, float* outputs) {
  Turn turn(*context_);
  path_->predict(replica, static_cast<const CpuDataset&>(dataset), first, count, outputs);
}

void CpuNetwork::predict_rows(int32_t replica, const float* features, int64_t rows, float* outputs) {
  Turn turn(*context_);
  path_->predict_rows(replica, features, rows, outputs);
}

}  // namespace weft::cpu
