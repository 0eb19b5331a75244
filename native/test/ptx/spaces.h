// Addresses. A global address is the host's own. The other spaces have windows among the generic addresses, far from
// any of the host's; within their own instructions they begin at 0.
//
// A shared address is 32 bits: the block that owns it, by its rank in the cluster plus one, above 24 bits of offset; 0
// above them is the executing block itself.
#pragma once

#include <cstdint>

namespace weft::test::ptx {

constexpr int window_shift = 56;
constexpr uint64_t shared_window = uint64_t{0xa0} << window_shift;
constexpr uint64_t local_window = uint64_t{0xb0} << window_shift;
constexpr uint64_t parameter_window = uint64_t{0xc0} << window_shift;
constexpr uint64_t window_of(uint64_t address) { return address >> window_shift << window_shift; }

constexpr int rank_shift = 24;
constexpr uint64_t offset_mask = (uint64_t{1} << rank_shift) - 1;

// A GPU keeps the first bytes of shared memory to itself, so that no variable is at 0.
constexpr int64_t shared_begin = 1024;

// Where the launch's dynamic shared memory begins: aligned as our kernels ask for it, and to nothing more.
constexpr int64_t dynamic_alignment = 128;
constexpr int64_t dynamic_begin(int64_t static_bytes) {
  int64_t begin = (shared_begin + static_bytes + dynamic_alignment - 1) / dynamic_alignment * dynamic_alignment;
  return begin % (2 * dynamic_alignment) == 0 ? begin + dynamic_alignment : begin;
}

// Registers that the machine sets, at the begin of a warp's: 4 bytes a lane each, in this order.
enum class Special : uint8_t {
  tid_x,
  tid_y,
  tid_z,
  ntid_x,
  ntid_y,
  ntid_z,
  ctaid_x,
  ctaid_y,
  ctaid_z,
  nctaid_x,
  nctaid_y,
  nctaid_z,
  laneid,
  warpid,
  nwarpid,
  cluster_ctarank,
  cluster_nctarank,
  clusterid_x,
  nclusterid_x,
  lanemask_eq,
  lanemask_lt,
  lanemask_le,
  lanemask_gt,
  lanemask_ge,
  dynamic_smem_size,
  count,
};

constexpr const char* special_names[] = {
    "%tid.x",
    "%tid.y",
    "%tid.z",
    "%ntid.x",
    "%ntid.y",
    "%ntid.z",
    "%ctaid.x",
    "%ctaid.y",
    "%ctaid.z",
    "%nctaid.x",
    "%nctaid.y",
    "%nctaid.z",
    "%laneid",
    "%warpid",
    "%nwarpid",
    "%cluster_ctarank",
    "%cluster_nctarank",
    "%clusterid.x",
    "%nclusterid.x",
    "%lanemask_eq",
    "%lanemask_lt",
    "%lanemask_le",
    "%lanemask_gt",
    "%lanemask_ge",
    "%dynamic_smem_size",
};
static_assert(sizeof(special_names) / sizeof(special_names[0]) == static_cast<unsigned>(Special::count));

}  // namespace weft::test::ptx
