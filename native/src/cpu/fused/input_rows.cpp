#include "cpu/fused/input_rows.h"

#include <cstring>

#include "shift.h"

namespace weft::cpu::fused {
namespace {

// Samples come in any order, so nothing but this would fetch the next one in time.
void fetch(const uint8_t* row, int64_t bytes) {
  for (int64_t at = 0; at < bytes; at += 64) __builtin_prefetch(row + at, 0, 3);
}

}  // namespace

void InputRows::reserve(int64_t samples) {
  std::size_t bytes = static_cast<std::size_t>(samples * pitch());
  if (rows_.size() < bytes) rows_ = AlignedBuffer<uint8_t>(bytes);
}

void InputRows::write(const Slice& slice, Share share) {
  int64_t end = share.end(slice.samples);
  for (int64_t at = share.begin(slice.samples); at < end; at++) {
    if (at + 1 < end) fetch(slice.dataset.pixels(slice.order[at + 1]), first_.in);
    const uint8_t* from = slice.dataset.pixels(slice.order[at]);
    uint8_t* to = rows_.data() + at * pitch();
    int64_t step = slice.first_step + at / slice.batch_size;
    int64_t row = at % slice.batch_size;
    if (slice.shift.pixels > 0) {
      shift_image(slice.shift, shift_offset(slice.shift, slice.seed, row, step), from, to);
    } else {
      std::memcpy(to, from, static_cast<std::size_t>(first_.in));
    }
    if (!first_.masks_rows(true)) continue;
    DropoutMask mask = first_.mask(slice.seed, step);
    kernels_.mask_pixels(&mask, row * first_.in, first_.in, to);
  }
}

}  // namespace weft::cpu::fused
