#include "ptx/slots.h"

#include <algorithm>
#include <map>

namespace weft::test::ptx {
namespace {

using Set = std::vector<uint64_t>;

void insert(Set& set, uint32_t i) { set[i / 64] |= uint64_t{1} << (i % 64); }
void erase(Set& set, uint32_t i) { set[i / 64] &= ~(uint64_t{1} << (i % 64)); }

// Instructions from `begin` to `end`, entered at the first and left after the last.
struct Span {
  uint32_t begin;
  uint32_t end;
  std::vector<std::size_t> next;
  Set live_in;
};

template <typename Read, typename Write>
void for_registers(const Instruction& instruction, uint8_t written, const Read& read, const Write& write) {
  for (std::size_t i = 0; i < instruction.operands.size(); i++) {
    const Operand& operand = instruction.operands[i];
    if (operand.constant || operand.ignored) continue;
    if ((written >> i & 1) != 0) {
      write(operand.at);
      // Lanes that a guard excludes keep what was there.
      if (instruction.guarded) read(operand.at);
    } else {
      read(operand.at);
    }
  }
  if (instruction.guarded) read(instruction.guard.at);
}

bool ends(const Instruction& instruction) { return instruction.branches || instruction.ends; }

std::vector<Span> spans_of(const std::vector<Instruction>& code) {
  std::vector<uint8_t> begins(code.size() + 1, 0);
  begins[0] = 1;
  for (std::size_t i = 0; i < code.size(); i++) {
    if (code[i].branches) begins[code[i].target] = 1;
    if (ends(code[i])) begins[i + 1] = 1;
  }
  std::vector<Span> spans;
  std::vector<std::size_t> span_at(code.size() + 1);
  for (std::size_t i = 0; i < code.size(); i++) {
    if (begins[i] != 0) {
      if (!spans.empty()) spans.back().end = static_cast<uint32_t>(i);
      spans.push_back({static_cast<uint32_t>(i), static_cast<uint32_t>(code.size()), {}, {}});
    }
    span_at[i] = spans.size() - 1;
  }
  for (Span& span : spans) {
    const Instruction& last = code[span.end - 1];
    if (last.branches) span.next.push_back(span_at[last.target]);
    if ((!ends(last) || last.guarded) && span.end < code.size()) span.next.push_back(span_at[span.end]);
  }
  return spans;
}

void live_at_begin(const Kernel& kernel, const std::vector<uint8_t>& written, const Span& span, Set& live) {
  for (uint32_t i = span.end; i-- > span.begin;) {
    const Instruction& instruction = kernel.code[i];
    for_registers(
        instruction, written[i], [](uint32_t) {}, [&](uint32_t r) { erase(live, r); });
    for_registers(
        instruction, written[i], [&](uint32_t r) { insert(live, r); }, [](uint32_t) {});
  }
}

Set live_after(const std::vector<Span>& spans, const Span& span, std::size_t words) {
  Set live(words, 0);
  for (std::size_t next : span.next) {
    for (std::size_t w = 0; w < words; w++) live[w] |= spans[next].live_in[w];
  }
  return live;
}

struct Interval {
  uint32_t first = UINT32_MAX;
  uint32_t last = 0;
  void cover(uint32_t at) {
    first = std::min(first, at);
    last = std::max(last, at);
  }
};

std::vector<Interval> intervals_of(const Kernel& kernel, std::size_t registers, const std::vector<uint8_t>& written) {
  std::vector<Span> spans = spans_of(kernel.code);
  std::size_t words = (registers + 63) / 64;
  for (Span& span : spans) span.live_in.assign(words, 0);
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t s = spans.size(); s-- > 0;) {
      Set live = live_after(spans, spans[s], words);
      live_at_begin(kernel, written, spans[s], live);
      if (live != spans[s].live_in) {
        spans[s].live_in = std::move(live);
        changed = true;
      }
    }
  }
  std::vector<Interval> intervals(registers);
  auto cover_all = [&](const Set& set, uint32_t at) {
    for (std::size_t w = 0; w < words; w++) {
      for (uint64_t bits = set[w]; bits != 0; bits &= bits - 1) {
        intervals[w * 64 + static_cast<std::size_t>(__builtin_ctzll(bits))].cover(at);
      }
    }
  };
  for (const Span& span : spans) {
    cover_all(span.live_in, span.begin);
    cover_all(live_after(spans, span, words), span.end - 1);
    for (uint32_t i = span.begin; i < span.end; i++) {
      auto cover = [&](uint32_t r) { intervals[r].cover(i); };
      for_registers(kernel.code[i], written[i], cover, cover);
    }
  }
  return intervals;
}

}  // namespace

void assign_slots(Kernel& kernel, const std::vector<Register>& registers, std::size_t fixed,
                  const std::vector<uint8_t>& written) {
  std::vector<Interval> intervals = intervals_of(kernel, registers.size(), written);
  std::vector<uint32_t> places(registers.size(), 0);
  uint32_t end = 0;
  std::vector<uint32_t> order;
  for (uint32_t r = 0; r < registers.size(); r++) {
    if (r < fixed) {
      places[r] = end;
      end += registers[r].bytes_of_warp;
    } else if (intervals[r].first != UINT32_MAX) {
      order.push_back(r);
    }
  }
  std::sort(order.begin(), order.end(),
            [&](uint32_t a, uint32_t b) { return intervals[a].first < intervals[b].first; });
  // By size: places that are free again, and those in use by when they will be.
  std::map<uint32_t, std::vector<uint32_t>> unused;
  std::multimap<uint32_t, uint32_t> used;
  for (uint32_t r : order) {
    while (!used.empty() && used.begin()->first < intervals[r].first) {
      uint32_t done = used.begin()->second;
      unused[registers[done].bytes_of_warp].push_back(places[done]);
      used.erase(used.begin());
    }
    uint32_t size = registers[r].bytes_of_warp;
    std::vector<uint32_t>& free = unused[size];
    if (free.empty()) {
      places[r] = end;
      end += size;
    } else {
      places[r] = free.back();
      free.pop_back();
    }
    used.emplace(intervals[r].last, r);
  }
  kernel.register_bytes = end;
  for (Instruction& instruction : kernel.code) {
    for (Operand& operand : instruction.operands) {
      if (!operand.constant && !operand.ignored) operand.at = places[operand.at];
    }
    if (instruction.guarded) instruction.guard.at = places[instruction.guard.at];
  }
}

}  // namespace weft::test::ptx
