// The first layer of the fused path: it reads the samples, has nearly all parameters, and is what threads divide. There
// may be several kinds, which differ in what they multiply in (Precision), in how their parameters lie and in how
// threads divide them; all else on the path is the same for all. A kind is a file that implements FirstLayer, and a
// line in make_first_layer(). It takes samples of every type: one made for uint8 gives others to the kind beside it.
//
// The calls of one thread, for a slice that is divided by the first layer, which is the way of small batches:
//
//   begin                          then all meet
//   for each chunk:
//     forward_part                 its part of the chunk's pass, from the samples; then all meet
//     activations                  the whole layer's, of all parts
//     ... the layers above, which give dz by the panels() ...
//     update_part                  its part of the gradient; of a batch's last chunk, the update too. It sees the chunk
//                                  that comes next: to fetch its samples, or to do its forward_part in the same sweep.
//
// and for one that is divided by samples, batches of several chunks, with a slot for each chunk in work:
//
//   begin                          then all meet
//   for each group of chunks:
//     forward_chunk                for each of its own chunks, the whole layer; then all meet
//     update_share                 for each chunk of the group, its share of the layer; then all meet
//
// A result must not depend on the division nor on the number of threads: what is summed up, and in which order, follows
// from the shape alone. Teams that work side by side (Share) share nothing but the samples.
#pragma once

#include <memory>

#include "cpu/fused/slice.h"
#include "cpu/fused/state.h"

namespace weft::cpu::fused {

class FirstLayer {
 public:
  virtual ~FirstLayer() = default;

  // The layer's own values of the network's, as in weft.h.
  virtual void read(int32_t replica, int32_t state, Span<float> values) const = 0;
  virtual void write(int32_t replica, int32_t state, Span<const float> values) = 0;

  // Begins an average of the layer's parameters as they are, unless there is one; or ends it. Throws std::bad_alloc.
  virtual void set_average(int32_t replica, bool wanted) = 0;
  virtual bool has_average(int32_t replica) const = 0;

  // Among how many threads a chunk can be divided.
  virtual int64_t most_threads() const = 0;

  // Makes room for so many threads at once, in one team or, where it has `alone`, in teams of one; for samples of a
  // type, and for slots of the one team; throws std::bad_alloc. The calls below run in threads that cannot report a
  // failure, so it comes before them.
  virtual void reserve(int threads, bool alone, bool uint8, int64_t slots) = 0;

  // Activations of samples to y, a block, by one thread alone, without dropout.
  virtual void forward(int thread, int32_t replica, const Samples& samples, float* y) = 0;

  virtual void begin(Share share, const Slice& slice) = 0;

  virtual void forward_part(Share share, const Slice& slice, const Chunk& chunk, const Samples& samples) = 0;
  // One block, which stays until the chunk after next is begun.
  virtual const float* activations(Share share, const Slice& slice, const Chunk& chunk) = 0;
  // Of which the thread needs the gradient by the layer's linear output.
  virtual Range panels(Share share) const = 0;
  // Of the chunk of the last forward_part; dz is one block. `next` has no rows where the slice ends.
  virtual void update_part(Share share, const Slice& slice, const Chunk& chunk, const float* dz, const Chunk& next,
                           const Samples& next_samples) = 0;

  // Activations to y, a block. What update_share has to read of the samples stays in the slot, or where they lie.
  // `ahead` will be read soon.
  virtual void forward_chunk(Share share, const Slice& slice, const Chunk& chunk, const Samples& samples, int64_t slot,
                             float* y, const Samples& ahead) = 0;
  virtual void update_share(Share share, const Slice& slice, const Chunk& chunk, const Samples& samples, int64_t slot,
                            const float* dz, const Samples& ahead) = 0;

  // After a slice of one batch that keeps its gradient: its squared norm, summed in one order, and the update with the
  // gradient scaled. Of one thread of the team alone.
  virtual double squared_gradient(int team) const = 0;
  virtual void use_gradient(const Slice& slice, int team, float scale) = 0;
};

// What products are computed in. A choice beside the instruction set, which says what the layers above are compiled
// for.
enum class Precision { float32 };

// The kind for a network on this processor.
Precision first_layer_precision(const Shape& shape, int32_t instruction_set);

std::unique_ptr<FirstLayer> make_first_layer(Precision precision, int32_t instruction_set, const Shape& shape,
                                             std::size_t replicas);

}  // namespace weft::cpu::fused
