// From addresses to memory.
#include <sstream>

#include "ptx/machine.h"

namespace weft::test::ptx {
namespace {

std::string hexadecimal(uint64_t address) {
  std::ostringstream text;
  text << "0x" << std::hex << address;
  return text.str();
}

std::string access(int64_t bytes, uint64_t address) {
  return "an access to " + std::to_string(bytes) + " bytes at " + hexadecimal(address);
}

}  // namespace

unsigned char* Machine::reach(Warp& warp, int lane, Space space, uint64_t address, int64_t bytes, Touch kind) {
  uint64_t window = window_of(address);
  if (space == Space::generic) {
    space = window == shared_window      ? Space::cluster
            : window == local_window     ? Space::local
            : window == parameter_window ? Space::parameter
                                         : Space::global;
    if (space != Space::global) address &= ~window;
  } else if (window != 0 && space != Space::global) {
    fail(warp, lane, access(bytes, address) + ", a generic address in an instruction of one space");
  }
  if (address % static_cast<uint64_t>(bytes) != 0) {
    fail(warp, lane, access(bytes, address) + ", which is not aligned to them");
  }
  auto within = [&](int64_t end, const char* what) {
    if (address + static_cast<uint64_t>(bytes) > static_cast<uint64_t>(end)) {
      fail(warp, lane, access(bytes, address) + " of " + std::to_string(end) + " of " + what);
    }
  };
  switch (space) {
    case Space::shared:
    case Space::cluster: {
      Place place = shared_place(warp, lane, address, bytes, bytes, space == Space::shared);
      touch(*place.block, place.offset, bytes, kind, warp, lane);
      return place.block->memory + (place.offset - shared_begin);
    }
    case Space::local:
      within(kernel_.local_bytes, "local memory");
      return warp.local.get() + lane * kernel_.local_bytes + static_cast<int64_t>(address);
    case Space::parameter:
      within(kernel_.parameter_bytes, "parameters");
      if (writes(kind)) fail(warp, lane, "a write to a parameter");
      return parameters_.data() + address;
    default:
      if (!memory_.covers(address, static_cast<std::size_t>(bytes))) {
        fail(warp, lane, access(bytes, address) + ", which is in no allocation");
      }
      if (writes(kind) && kernel_.overlaps && !warp.block->waited) {
        fail(warp, lane, "a write to global memory before the kernel before this one has ended");
      }
      return reinterpret_cast<unsigned char*>(address);
  }
}

Machine::Place Machine::shared_place(Warp& warp, int lane, uint64_t address, int64_t bytes, int64_t alignment,
                                     bool own) {
  if (window_of(address) == shared_window) address &= ~shared_window;
  int rank = static_cast<int>(address >> rank_shift) - 1;
  int64_t offset = static_cast<int64_t>(address & offset_mask);
  Block* block = warp.block;
  if (rank >= launch_.cluster || address >> 32 != 0) fail(warp, lane, hexadecimal(address) + " is no shared address");
  if (rank >= 0) {
    if (own) fail(warp, lane, hexadecimal(address) + " is mapped, in an instruction of the block's own memory");
    block = block->cluster->blocks[static_cast<std::size_t>(rank)];
  }
  if (block != warp.block) {
    if (!block->alive(launch_.threads)) fail(warp, lane, "an access to the shared memory of a block that has ended");
    if (warp.block->waits[static_cast<std::size_t>(warp.thread(lane))] == 0) {
      fail(warp, lane,
           "an access to another block's shared memory before a barrier of the cluster: it may not run yet");
    }
  }
  int64_t begin = dynamic_begin(kernel_.static_shared_bytes);
  bool in_static = offset >= shared_begin && offset + bytes <= shared_begin + kernel_.static_shared_bytes;
  if (!in_static && (offset < begin || offset + bytes > block->shared_end)) {
    fail(warp, lane,
         "an access to bytes " + std::to_string(offset - begin) + " to " + std::to_string(offset - begin + bytes) +
             " of " + std::to_string(launch_.shared_bytes) + " of shared memory");
  }
  if (offset % alignment != 0) {
    fail(warp, lane, access(bytes, address) + ", which is not aligned to " + std::to_string(alignment));
  }
  return {block, offset};
}

const unsigned char* Machine::global_source(Warp& warp, int lane, uint64_t address, int64_t bytes,
                                            int64_t alignment) const {
  if (address % static_cast<uint64_t>(alignment) != 0) {
    fail(warp, lane, access(bytes, address) + ", which is not aligned to " + std::to_string(alignment));
  }
  if (!memory_.covers(address, static_cast<std::size_t>(bytes))) {
    fail(warp, lane, access(bytes, address) + ", which is in no allocation");
  }
  return reinterpret_cast<const unsigned char*>(address);
}

}  // namespace weft::test::ptx
