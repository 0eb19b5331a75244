// The program's commands. Each prints JSON, one object a line, and returns whether what it checked holds.
#pragma once

#include "abi.h"
#include "options.h"

namespace weft::gpu {

// What the GPU is, as weft.h describes it, without opening it: device=.
bool device(const Options& options);

// Seconds of an epoch by batch size, network and number of replicas: network=, batch=, replicas=, samples=, epochs=,
// path=, data=. A path that refuses the network is said, and no failure.
bool throughput(const Options& options);

// The same parameters, bit for bit, from two runs of the same seed, on each path: network=, samples=, batch=.
bool repeat(const Options& options);

// Replicas trained together against each of them trained alone.
bool replicas(const Options& options);

// A few steps of everything on every path, for tools that watch each access: short=.
bool everything(const Options& options);

}  // namespace weft::gpu
