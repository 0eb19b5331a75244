// The living objects behind the handles of the ABI. A handle is a number that says nothing about an address, so that a
// stale or invented one is an error and never a wild pointer; whoever looks one up shares the object until done with
// it.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "error.h"

namespace weft {

enum class HandleKind : uint64_t { context = 1, dataset = 2, network = 3 };

// The name of a kind, such as "network".
const char* name_of(HandleKind kind);

// What a number looks like that is no living object: "a destroyed network", or "no handle".
const char* describe_stale(uint64_t handle);

// Handles of one kind. Numbers are never used twice in a process's life.
template <typename T, HandleKind kind>
class HandleTable {
 public:
  uint64_t add(std::shared_ptr<T> object) {
    std::lock_guard<std::mutex> lock(mutex_);
    uint64_t handle = number(++count_);
    objects_.emplace(handle, std::move(object));
    return handle;
  }

  std::shared_ptr<T> find(uint64_t handle) const {
    std::lock_guard<std::mutex> lock(mutex_);
    auto found = objects_.find(handle);
    if (found == objects_.end()) reject(handle);
    return found->second;
  }

  // Returns the object, so that its end comes after the lock's.
  std::shared_ptr<T> remove(uint64_t handle) {
    std::lock_guard<std::mutex> lock(mutex_);
    auto found = objects_.find(handle);
    if (found == objects_.end()) reject(handle);
    std::shared_ptr<T> object = std::move(found->second);
    objects_.erase(found);
    return object;
  }

 private:
  static constexpr uint64_t tag = static_cast<uint64_t>(kind) << 56;

  // A bijection of 56 bits (odd factor, modulo 2^56), so that small made-up numbers do not hit a living object.
  static uint64_t number(uint64_t count) { return tag | ((count * 0x9E3779B97F4A7C15ull) & ((1ull << 56) - 1)); }

  [[noreturn]] static void reject(uint64_t handle) {
    fail(WEFT_INVALID_HANDLE, "handle ", handle, " is ", describe_stale(handle), ", expected a living ", name_of(kind));
  }

  mutable std::mutex mutex_;
  std::unordered_map<uint64_t, std::shared_ptr<T>> objects_;
  uint64_t count_ = 0;
};

}  // namespace weft
