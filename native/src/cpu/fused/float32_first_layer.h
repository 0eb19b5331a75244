// The first layer in float32, on the vectors of one instruction set.
//
// Parameters, moments and the gradient's sums lie in panels of columns (layout.h). Divided by the layer, a thread owns
// some panels for good: kernel, moments and gradient never leave its core, and only the activations cross over. They
// are written to two buffers in turn, so one meeting a chunk is enough: whoever writes to a buffer has met, at the
// meeting between, all who were reading it. Divided by samples, a thread's share of the gradient and the update is a
// range of inputs.
//
// uint8 samples are multiplied where they lie, masked ones too (input_rows.h); floats, and samples of which some inputs
// are dropped and the others scaled, are staged first, as blocks of floats.
#pragma once

#include <vector>

#include "cpu/fused/first_layer.h"

namespace weft::cpu::fused {

class Float32FirstLayer final : public FirstLayer {
 public:
  Float32FirstLayer(const LayerShape& layer, const DenseKernels& dense, const SampleKernels& kernels,
                    std::size_t replicas);

  void read(int32_t replica, int32_t state, Span<float> values) const override;
  void write(int32_t replica, int32_t state, Span<const float> values) override;
  void set_average(int32_t replica, bool wanted) override;
  bool has_average(int32_t replica) const override;
  int64_t most_threads() const override { return layer_.panels; }
  void reserve(int threads, bool alone, bool uint8, int64_t slots) override;

  void forward(int thread, int32_t replica, const Samples& samples, float* y) override;

  void begin(Share share, const Slice& slice) override;

  void forward_part(Share share, const Slice& slice, const Chunk& chunk, const Samples& samples) override;
  const float* activations(Share share, const Slice& slice, const Chunk& chunk) override;
  Range panels(Share share) const override { return {share.begin(layer_.panels), share.end(layer_.panels)}; }
  void update_part(Share share, const Slice& slice, const Chunk& chunk, const float* dz, const Chunk& next,
                   const Samples& next_samples) override;

  void forward_chunk(Share share, const Slice& slice, const Chunk& chunk, const Samples& samples, int64_t slot,
                     float* y, const Samples& ahead) override;
  void update_share(Share share, const Slice& slice, const Chunk& chunk, const Samples& samples, int64_t slot,
                    const float* dz, const Samples& ahead) override;

  double squared_gradient(int team) const override;
  void use_gradient(const Slice& slice, int team, float scale) override;

 private:
  struct alignas(64) Thread {
    AlignedBuffer<float> staged;  // a chunk's samples
    Samples samples;              // of the chunk in work
    int activations = 0;          // in which of the team's buffers
  };
  struct Team {
    explicit Team(const LayerShape& layer) : sums(layer), activations{block(), block()} {}

    Tensors sums;  // of the gradient, for batches of several chunks
    AlignedBuffer<float> activations[2];
  };

  bool stages(bool uint8) const { return !uint8 || (layer_.input_dropout.rate > 0 && !layer_.masks_rows(uint8)); }
  void stage(const Samples& samples, float* x) const;
  // For training: with dropout.
  void stage(const Slice& slice, const Chunk& chunk, const Samples& samples, float* x) const;
  // `staged` is read where samples are staged.
  void multiply(const Tensors& parameters, const Samples& samples, bool staged, const float* x, Range panels, float* y,
                const Samples& ahead) const;
  void update(Share share, const Slice& slice, const Chunk& chunk, const Samples& samples, const float* x, Range panels,
              Range inputs, const float* dz, const Samples& ahead);
  Ahead lines(const Samples& samples) const;
  Thread& own(int thread) { return threads_[static_cast<std::size_t>(thread)]; }
  Thread& own(Share share) { return own(share.team + share.thread); }
  Team& team(Share share) { return teams_[static_cast<std::size_t>(share.team)]; }
  LayerState& state(int32_t replica) { return replicas_[static_cast<std::size_t>(replica)]; }

  const LayerShape& layer_;
  const DenseKernels& dense_;
  const SampleKernels& kernels_;
  std::vector<LayerState> replicas_;
  std::vector<Thread> threads_;
  std::vector<AlignedBuffer<float>> slots_;  // samples, where they are staged
  std::vector<Team> teams_;                  // by the number of the first thread
};

}  // namespace weft::cpu::fused
