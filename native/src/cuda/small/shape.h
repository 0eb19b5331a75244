// A small network as its kernels see it: sizes, and where everything lies in a block's shared memory. Made by plan.h on
// the host; passed to the kernel by value.
//
// Words: the *first layer* is split by its columns over the blocks of a cluster; the *upper layers* are computed in
// full by every block. A *chunk* is up to 32 rows of a batch that are computed together.
//
// Layouts. Activations and gradients by them are [feature][row], row_pitch apart, so that 4 rows are one load and lanes
// with neighbouring features meet no bank twice. Samples are [row][word], a word being 4 features (4 bytes of pixels,
// 16 of floats). The first layer's own columns come in groups of `width`: [feature % 4][group][feature / 4][width], so
// that lanes with neighbouring words load neighbouring vectors. Upper kernels are [in][pitch] with an odd pitch: lanes
// read along either index.
#pragma once

#include <stdint.h>

#include "cuda/run.h"
#include "math/activation.h"
#include "math/loss.h"

namespace weft::cuda::small {

constexpr int chunk_rows = 32;
constexpr int row_pitch = 36;
constexpr int max_upper_layers = 15;

// Threads of a block, of each way to train.
constexpr int32_t latency_threads = 384;
constexpr int32_t throughput_threads = 512;
constexpr int32_t grid_threads = 512;

// Sums along the features are cut into slices: features of word w belong to slice w % 32. A warp adds up 8 slices, so 4
// partial sums of each output are left. Neither depends on how the work is split, and so no result does.
constexpr int slices = 32;
constexpr int partial_sums = 4;

// Elements in shared memory, `offset` bytes from its begin.
struct Area {
  int32_t offset;
  int32_t count;
};

// Dropout of a layer's input; none where drop_below is 0.
struct Dropout {
  uint64_t drop_below;
  float scale;
  uint32_t layer;
};

// Parameters, first moments, second moments and gradient sums of several chunks, in this order.
constexpr int state_arrays = 4;

struct FirstLayer {
  int32_t in;
  int32_t out;
  Activation activation;
  int32_t words;      // of a sample
  int32_t columns;    // of a block, padded to whole groups and tiles
  int32_t groups;     // columns / width
  int32_t row_words;  // 4-byte words between rows of samples in shared memory
  int32_t row_bytes;  // of a sample that are fetched
  int64_t kernel;     // in the flat parameters
  int64_t bias;
  Dropout dropout;
  Area samples[2];             // [chunk_rows][row_words] 4-byte words
  Area partial;                // [partial_sums][columns][row_pitch]
  Area kernels[state_arrays];  // those that are resident; see Kind
  Area biases;                 // [state_arrays][columns]
  Area outputs[2];             // [out][row_pitch], with every block's columns: what enters the layer above
  Area saved;                  // [columns][row_pitch] what the derivative is taken from, where that is not in outputs
  Area dz[2];    // [chunk_rows][columns], in turn where gradients are of two chunks at once, else the same
  Area factors;  // of dropout on what enters the layer above, if any
};

struct UpperLayer {
  int32_t in;
  int32_t out;
  Activation activation;
  int32_t pitch;
  int64_t kernel;
  int64_t bias;
  Dropout dropout;
  Area inputs[2];  // [in][row_pitch], in turn: outputs of the layer below
  Area factors;    // [in][row_pitch] of dropout, if any
  Area kernels[state_arrays];
  Area biases;          // [state_arrays][out]
  Area outputs;         // [out][row_pitch]
  Area saved;           // [out][row_pitch], as above
  Area dz;              // [out][row_pitch]
  Area output_factors;  // of dropout on what enters the layer above, if any
  Activation below_activation;
  Area below_saved;  // what its derivative is taken from; of the first layer: unused
  Area below_dz[2];  // in turn
};

struct Shape {
  FirstLayer first;
  UpperLayer upper[max_upper_layers];
  int32_t upper_layers;
  Loss loss;
  int32_t outputs;
  int32_t classes;     // 0 where outputs are not classes
  bool soft_targets;   // rows of targets instead of labels
  Area logits[2];      // [outputs][row_pitch], in turn
  Area dlogits;        // [outputs][row_pitch]
  Area row_sums;       // [2][chunk_rows]: largest logit, and sum of exponentials
  Area labels;         // [2][chunk_rows]
  Area weights;        // [2][chunk_rows]
  Area targets;        // [2][outputs][row_pitch]
  Area barriers;       // [2], of the samples' stages
  Area loss_sum;       // [1] of the batch
  Area correct;        // [1] of the slice
  int32_t cluster;     // blocks
  int32_t threads;     // of a block
  int32_t parameters;  // of the network
  int32_t shared_bytes;
  int64_t scratch_floats;  // a replica needs in global memory
};

struct Arguments {
  Shape shape;
  Samples samples;
  const ReplicaRun* runs;  // [replicas]
  int32_t count;           // samples of the slice
  int32_t batch_size;
};

}  // namespace weft::cuda::small
