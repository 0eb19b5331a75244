// Failures inside the library, and how they leave it: as a status and a message for the calling thread.
#pragma once

#include <sstream>
#include <stdexcept>
#include <string>

#include "weft/weft.h"

namespace weft {

// What every part of the library throws; the message is written for people. Visible, since a backend in a library of
// its own (plugin.h) throws it too.
class __attribute__((visibility("default"))) Error : public std::runtime_error {
 public:
  Error(weft_status status, const std::string& message) : std::runtime_error(message), status_(status) {}
  weft_status status() const { return status_; }

 private:
  weft_status status_;
};

// Throws an Error whose message is its parts put together.
template <typename... Parts>
[[noreturn]] void fail(weft_status status, const Parts&... parts) {
  std::ostringstream message;
  (message << ... << parts);
  throw Error(status, message.str());
}

// Throws WEFT_INVALID_ARGUMENT where a condition that the caller has to meet does not hold.
template <typename... Parts>
void require(bool condition, const Parts&... parts) {
  if (!condition) fail(WEFT_INVALID_ARGUMENT, parts...);
}

// Turns the exception being handled into a status, and keeps its message. Never throws.
weft_status record_current_exception() noexcept;

const char* last_error() noexcept;

// The frame of every exported call: runs the body, lets no exception out.
template <typename Body>
weft_status guarded(Body&& body) noexcept {
  try {
    body();
    return WEFT_OK;
  } catch (...) {
    return record_current_exception();
  }
}

}  // namespace weft
