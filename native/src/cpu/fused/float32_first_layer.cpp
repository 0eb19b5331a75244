#include "cpu/fused/float32_first_layer.h"

#include "cpu/fused/whole_gradient.h"

namespace weft::cpu::fused {

Float32FirstLayer::Float32FirstLayer(const LayerShape& layer, const DenseKernels& dense, const SampleKernels& kernels,
                                     std::size_t replicas)
    : layer_(layer), dense_(dense), kernels_(kernels) {
  for (std::size_t i = 0; i < replicas; i++) replicas_.emplace_back(layer);
}

void Float32FirstLayer::read(int32_t replica, int32_t which, Span<float> values) const {
  replicas_[static_cast<std::size_t>(replica)].read(layer_, which, values);
}

void Float32FirstLayer::write(int32_t replica, int32_t which, Span<const float> values) {
  state(replica).write(layer_, which, values);
}

void Float32FirstLayer::set_average(int32_t replica, bool wanted) { state(replica).set_average(layer_, wanted); }

bool Float32FirstLayer::has_average(int32_t replica) const {
  return replicas_[static_cast<std::size_t>(replica)].average != nullptr;
}

void Float32FirstLayer::reserve(int threads, bool alone, bool uint8, int64_t slots) {
  auto grow = [](auto& items, int64_t count) {
    if (items.size() < static_cast<std::size_t>(count)) items.resize(static_cast<std::size_t>(count));
  };
  grow(threads_, threads);
  while (teams_.size() < static_cast<std::size_t>(alone ? threads : 1)) teams_.emplace_back(layer_);
  if (!stages(uint8)) return;
  grow(slots_, slots);
  auto make_room = [&](AlignedBuffer<float>& x) {
    if (x.size() == 0) x = AlignedBuffer<float>(static_cast<std::size_t>(blocks_for(layer_.in) * block_size));
  };
  for (Thread& thread : threads_) make_room(thread.staged);
  for (AlignedBuffer<float>& slot : slots_) make_room(slot);
}

void Float32FirstLayer::stage(const Samples& samples, float* x) const {
  for (int64_t row = 0; row < samples.count; row++) {
    if (samples.uint8) {
      kernels_.stage_pixels(static_cast<const uint8_t*>(samples.rows[row]), layer_.in, row, x);
    } else {
      kernels_.stage_values(static_cast<const float*>(samples.rows[row]), layer_.in, row, x);
    }
  }
}

void Float32FirstLayer::stage(const Slice& slice, const Chunk& chunk, const Samples& samples, float* x) const {
  if (!stages(samples.uint8)) return;
  stage(samples, x);
  if (layer_.input_dropout.rate == 0) return;
  DropoutMask mask = layer_.mask(slice.seed, slice.number(chunk));
  dense_.dropout(&mask, chunk.first, chunk.rows, layer_.in, block_columns, x, x, nullptr);
}

Ahead Float32FirstLayer::lines(const Samples& samples) const {
  return {samples.rows, samples.count, layer_.in * static_cast<int64_t>(samples.uint8 ? 1 : sizeof(float))};
}

void Float32FirstLayer::multiply(const Tensors& parameters, const Samples& samples, bool staged, const float* x,
                                 Range panels, float* y, const Samples& ahead) const {
  auto task = [&](auto source) {
    return Forward<decltype(source)>{samples.count,
                                     layer_.in,
                                     source,
                                     parameters.panels.data(),
                                     parameters.bias.data(),
                                     panels.begin,
                                     panels.end,
                                     layer_.activation,
                                     y,
                                     lines(ahead)};
  };
  if (staged) {
    Forward<Blocks> of_blocks = task(Blocks{x, block_columns});
    dense_.forward(&of_blocks);
  } else {
    Forward<Pixels> of_pixels = task(Pixels{samples.rows});
    kernels_.forward(&of_pixels);
  }
}

void Float32FirstLayer::update(Share share, const Slice& slice, const Chunk& chunk, const Samples& samples,
                               const float* x, Range panels, Range inputs, const float* dz, const Samples& ahead) {
  LayerState& layer = state(slice.replica);
  Tensors& sums = team(share).sums;
  auto task = [&](auto source) {
    return KernelGradient<decltype(source)>{chunk.rows,
                                            layer_.in,
                                            source,
                                            dz,
                                            panels.begin,
                                            panels.end,
                                            inputs.begin,
                                            inputs.end,
                                            chunk.use,
                                            &slice.update(chunk),
                                            sums.panels.data(),
                                            sums.bias.data(),
                                            layer.parameters.panels.data(),
                                            layer.first_moments.panels.data(),
                                            layer.second_moments.panels.data(),
                                            layer.parameters.bias.data(),
                                            layer.first_moments.bias.data(),
                                            layer.second_moments.bias.data(),
                                            layer.average_panels(),
                                            layer.average_bias(),
                                            lines(ahead)};
  };
  if (stages(samples.uint8)) {
    KernelGradient<Blocks> of_blocks = task(Blocks{x, block_columns});
    dense_.kernel_gradient(&of_blocks);
  } else {
    KernelGradient<Pixels> of_pixels = task(Pixels{samples.rows});
    kernels_.kernel_gradient(&of_pixels);
  }
}

void Float32FirstLayer::forward(int thread, int32_t replica, const Samples& samples, float* y) {
  float* x = own(thread).staged.data();
  if (!samples.uint8) stage(samples, x);
  multiply(state(replica).answering(), samples, !samples.uint8, x, {0, layer_.panels}, y, {});
}

void Float32FirstLayer::begin(Share share, const Slice&) { own(share).activations = 0; }

void Float32FirstLayer::forward_part(Share share, const Slice& slice, const Chunk& chunk, const Samples& samples) {
  Thread& thread = own(share);
  thread.samples = samples;
  thread.activations ^= 1;
  stage(slice, chunk, samples, thread.staged.data());
  multiply(state(slice.replica).parameters, samples, stages(samples.uint8), thread.staged.data(), panels(share),
           team(share).activations[thread.activations].data(), {});
}

const float* Float32FirstLayer::activations(Share share, const Slice&, const Chunk&) {
  return team(share).activations[own(share).activations].data();
}

void Float32FirstLayer::update_part(Share share, const Slice& slice, const Chunk& chunk, const float* dz, const Chunk&,
                                    const Samples& next_samples) {
  const Thread& thread = own(share);
  update(share, slice, chunk, thread.samples, thread.staged.data(), panels(share), {0, layer_.in}, dz, next_samples);
}

void Float32FirstLayer::forward_chunk(Share, const Slice& slice, const Chunk& chunk, const Samples& samples,
                                      int64_t slot, float* y, const Samples& ahead) {
  bool staged = stages(samples.uint8);
  float* x = staged ? slots_[static_cast<std::size_t>(slot)].data() : nullptr;
  stage(slice, chunk, samples, x);
  multiply(state(slice.replica).parameters, samples, staged, x, {0, layer_.panels}, y, ahead);
}

void Float32FirstLayer::update_share(Share share, const Slice& slice, const Chunk& chunk, const Samples& samples,
                                     int64_t slot, const float* dz, const Samples& ahead) {
  const float* x = stages(samples.uint8) ? slots_[static_cast<std::size_t>(slot)].data() : nullptr;
  Range inputs{share.begin(layer_.in), share.end(layer_.in)};
  update(share, slice, chunk, samples, x, {0, layer_.panels}, inputs, dz, ahead);
}

double Float32FirstLayer::squared_gradient(int team) const {
  return squared_norm(teams_[static_cast<std::size_t>(team)].sums);
}

void Float32FirstLayer::use_gradient(const Slice& slice, int team, float scale) {
  fused::use_gradient(dense_, *slice.updates, scale, teams_[static_cast<std::size_t>(team)].sums, state(slice.replica));
}

}  // namespace weft::cpu::fused
