// Who touched each word of a block's shared memory, and whether what touches it now comes after.
#pragma once

#include <cstdint>
#include <vector>

namespace weft::test::ptx {

class Warp;

constexpr int32_t nobody = -1;

// An access, by how often its thread had met others by then.
struct Access {
  int32_t thread = nobody;  // within the cluster
  uint32_t block = 0;       // barriers of the block
  uint32_t cluster = 0;     // arrivals at the cluster's barrier
  uint32_t warp = 0;        // the lane's clock, which meetings of the warp hand on
  uint64_t at = 0;          // instruction of the launch, to be compared with fences
};

struct Word {
  Access write;
  Access reads[2];
  int32_t copy = -1;     // a bulk copy that wrote it last, among the block's
  bool atomic = false;   // the last write was
  bool pending = false;  // cp.async has not brought it yet
  bool object = false;   // part of an mbarrier
};

enum class Touch : uint8_t { read, write, atomic_read, atomic_write };

inline bool writes(Touch touch) { return touch == Touch::write || touch == Touch::atomic_write; }
inline bool is_atomic(Touch touch) { return touch == Touch::atomic_read || touch == Touch::atomic_write; }

struct Block;

Access access_by(const Warp& warp, int lane);
// Whether everything up to `earlier` is visible to a thread now.
bool ordered(const Access& earlier, const Warp& warp, int lane);
// Checks an access to a block's memory, own or another's, and keeps it.
void touch(Block& block, int64_t offset, int64_t bytes, Touch touch, Warp& warp, int lane);
// The same for the begin of a bulk copy, number `copy` of the block.
void touch_by_copy(Block& block, int64_t offset, int64_t bytes, int32_t copy, Warp& warp, int lane);

}  // namespace weft::test::ptx
