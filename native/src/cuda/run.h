// What training is to a kernel: where samples, orders, parameters and results lie in device memory.
#pragma once

#include <stdint.h>

#include "math/optimizer.h"
#include "portable.h"
#include "shift.h"

namespace weft::cuda {

// A data set in device memory: pixels or values, labels or targets or neither; what there is not is null.
struct Samples {
  const uint8_t* pixels;  // [samples, width], read as value / 255; rows lie `pitch` bytes apart
  const float* values;    // [samples, width]; rows lie `pitch` bytes apart
  const int32_t* labels;  // [samples]
  const float* targets;   // [samples, outputs]
  const float* weights;   // [samples], or null for 1: only the single operations bring their own
  int64_t samples;
  int64_t pitch;  // a multiple of 16; what lies beyond a row's width is 0, so that rows can be copied as a whole
  int32_t width;
};

// One replica's slice of an epoch. All pointers are to device memory.
struct ReplicaRun {
  float* parameters;  // flat, as weft.h has them; so are the moments
  float* first_moments;
  float* second_moments;
  float* scratch;                // what the path's plan asked for, or null
  const int32_t* order;          // [samples of the slice], each within the data set; null: samples one after another
  const OptimizerStep* updates;  // [steps]
  const float* class_weights;    // [classes], or null for 1
  double* step_losses;           // result [steps]
  int64_t* correct;              // result: one number
  uint64_t seed;                 // of dropout masks
  int64_t first_step;            // updates made before this slice; masks of step i are those of first_step + i
  float* average;                // of the parameters, flat too, or null
  uint8_t* rows = nullptr;       // [samples of the slice], `pitch` bytes apart, read in place of the pixels; or null
  weft_shift shift{0, 0, 0};     // that rows are made by
};

// The pixels of the sample that is at `at` in the run's order.
WEFT_DEVICE inline const uint8_t* pixels_at(const ReplicaRun& run, const Samples& samples, int64_t at, int64_t sample) {
  return run.rows != nullptr ? run.rows + at * samples.pitch : samples.pixels + sample * samples.pitch;
}

// Where a replica has come to within its slice, moved on by the last kernel of a step, so that a captured graph can be
// launched again and again without a change.
struct Cursor {
  int64_t first;  // the first sample of the step, counted in the order
  int64_t step;   // of the slice, from 0
};

}  // namespace weft::cuda
