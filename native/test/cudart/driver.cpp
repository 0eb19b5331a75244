#include "cudart/driver.h"

#include <sys/mman.h>

#include <sstream>

#include "cudart/state.h"

namespace weft::test::driver {

State& state() {
  // Never destroyed: statics of other files may still call.
  static auto* state = new State();
  return *state;
}

int& current_device() {
  thread_local int device = 0;
  return device;
}

cudaError_t& last_error() {
  thread_local cudaError_t error = cudaSuccess;
  return error;
}

void add_kernel(const void* function, const KernelEntry& entry) { state().kernels[function] = entry; }

void reset(std::vector<Gpu> gpus) {
  State& s = state();
  std::lock_guard<std::mutex> lock(s.mutex);
  for (const auto& [address, memory] : s.memory)
    munmap(const_cast<unsigned char*>(address), memory.mapped + memory.guard);
  s.gpus = std::move(gpus);
  s.missing = cudaSuccess;
  s.version = CUDART_VERSION;
  s.broken = cudaSuccess;
  s.runs = true;
  s.fault = Fault{};
  s.came = false;
  s.calls.clear();
  s.found.clear();
  s.contexts.clear();
  s.memory.clear();
  s.streams.clear();
  s.events.clear();
  s.graphs.clear();
  s.executables.clear();
  s.attributes.clear();
  s.loaded.clear();
  current_device() = 0;
  last_error() = cudaSuccess;
}

void answer_all(cudaError_t error, int version) {
  std::lock_guard<std::mutex> lock(state().mutex);
  state().missing = error;
  state().version = version;
}

void set_fault(const Fault& fault) {
  std::lock_guard<std::mutex> lock(state().mutex);
  state().fault = fault;
  state().came = false;
}

bool fault_came() {
  std::lock_guard<std::mutex> lock(state().mutex);
  return state().came;
}

std::string fault_function() {
  std::lock_guard<std::mutex> lock(state().mutex);
  return state().came_to;
}

void run_kernels(bool run) {
  std::lock_guard<std::mutex> lock(state().mutex);
  state().runs = run;
}

std::vector<std::string> functions() {
  std::lock_guard<std::mutex> lock(state().mutex);
  std::vector<std::string> names;
  for (const auto& call : state().calls) names.push_back(call.first);
  return names;
}

int64_t calls(const std::string& function) {
  std::lock_guard<std::mutex> lock(state().mutex);
  auto found = state().calls.find(function);
  return found == state().calls.end() ? 0 : found->second;
}

int contexts() {
  std::lock_guard<std::mutex> lock(state().mutex);
  return static_cast<int>(state().contexts.size());
}

std::size_t used(int device) {
  std::lock_guard<std::mutex> lock(state().mutex);
  std::size_t bytes = 0;
  for (const auto& entry : state().memory) {
    if (!entry.second.pinned && entry.second.device == device) bytes += entry.second.bytes;
  }
  return bytes;
}

std::string left() {
  State& s = state();
  std::lock_guard<std::mutex> lock(s.mutex);
  std::ostringstream text;
  auto add = [&](std::size_t count, const char* what) {
    if (count > 0) text << (text.tellp() > 0 ? ", " : "") << count << " " << what;
  };
  add(s.memory.size(), "allocations");
  add(s.streams.size(), "streams");
  add(s.events.size(), "events");
  add(s.graphs.size(), "graphs");
  add(s.executables.size(), "executable graphs");
  return text.str();
}

std::string found() {
  std::lock_guard<std::mutex> lock(state().mutex);
  return state().found;
}

void note(const std::string& finding) { state().found += finding + "\n"; }

cudaError_t meet_fault(const std::string& name) {
  State& s = state();
  s.calls[name]++;
  bool counts = s.fault.function.empty() ? name != "kernel" : s.fault.function == name;
  if (!counts || s.fault.number == 0 || --s.fault.number > 0) return cudaSuccess;
  s.came = true;
  s.came_to = name;
  if (s.fault.stays) s.broken = s.fault.error;
  return s.fault.error;
}

cudaError_t enter(const char* function, Kind kind, const std::function<cudaError_t()>& body) {
  State& s = state();
  std::lock_guard<std::mutex> lock(s.mutex);
  cudaError_t against = s.missing;
  if (against == cudaSuccess && kind != Kind::asks) {
    against = s.gpus.at(static_cast<std::size_t>(current_device())).opens_with;
    if (against == cudaSuccess) s.contexts.insert(current_device());
  }
  if (against == cudaSuccess) against = s.broken;
  if (against == cudaSuccess) against = meet_fault(function);
  cudaError_t result = against;
  if (against == cudaSuccess || kind == Kind::releases) {
    cudaError_t own = body();
    if (against == cudaSuccess) result = own;
  }
  if (result != cudaSuccess) last_error() = result;
  return result;
}

}  // namespace weft::test::driver
