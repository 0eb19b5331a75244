// The kinds that each program is an instance of.
#pragma once

#include "cuda/small/features.h"
#include "cuda/small/frame.h"
#include "cuda/small/plan.h"

namespace weft::cuda::small {

template <Program program>
struct KindOf;

template <>
struct KindOf<Program::latency_pixels_2> : Kind<Pixels, 2, 1, true> {};
template <>
struct KindOf<Program::latency_pixels_4> : Kind<Pixels, 4, 1, true> {};
template <>
struct KindOf<Program::latency_floats_2> : Kind<Floats, 2, 1, true> {};
template <>
struct KindOf<Program::latency_floats_4> : Kind<Floats, 4, 1, true> {};
template <>
struct KindOf<Program::throughput_pixels> : Kind<Pixels, 4, 2, false> {};
template <>
struct KindOf<Program::throughput_floats> : Kind<Floats, 4, 2, false> {};
template <>
struct KindOf<Program::grid_pixels_4> : Kind<Pixels, 4, 1, false> {};
template <>
struct KindOf<Program::grid_pixels_8> : Kind<Pixels, 4, 2, false> {};
template <>
struct KindOf<Program::grid_floats_4> : Kind<Floats, 4, 1, false> {};
template <>
struct KindOf<Program::grid_floats_8> : Kind<Floats, 4, 2, false> {};

// Calls body(Kind) with the kind of a program of train.h that is known when the library runs.
template <class Body>
void with_kind(Program program, const Body& body) {
  switch (program) {
    case Program::latency_pixels_2:
      return body(KindOf<Program::latency_pixels_2>());
    case Program::latency_pixels_4:
      return body(KindOf<Program::latency_pixels_4>());
    case Program::latency_floats_2:
      return body(KindOf<Program::latency_floats_2>());
    case Program::latency_floats_4:
      return body(KindOf<Program::latency_floats_4>());
    case Program::throughput_pixels:
      return body(KindOf<Program::throughput_pixels>());
    default:
      return body(KindOf<Program::throughput_floats>());
  }
}

// The same for a program of grid.h.
template <class Body>
void with_grid_kind(Program program, const Body& body) {
  switch (program) {
    case Program::grid_pixels_4:
      return body(KindOf<Program::grid_pixels_4>());
    case Program::grid_pixels_8:
      return body(KindOf<Program::grid_pixels_8>());
    case Program::grid_floats_4:
      return body(KindOf<Program::grid_floats_4>());
    default:
      return body(KindOf<Program::grid_floats_8>());
  }
}

}  // namespace weft::cuda::small
