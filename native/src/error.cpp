#include "error.h"

#include <cstring>
#include <new>

namespace weft {
namespace {

// A fixed array, so that keeping a message can fail for no reason, out of memory included.
thread_local char last_message[1024] = "";

void keep(const char* message) noexcept {
  std::strncpy(last_message, message, sizeof(last_message) - 1);
  last_message[sizeof(last_message) - 1] = '\0';
}

}  // namespace

weft_status record_current_exception() noexcept {
  try {
    throw;
  } catch (const Error& error) {
    keep(error.what());
    return error.status();
  } catch (const std::bad_alloc&) {
    keep("out of memory");
    return WEFT_OUT_OF_MEMORY;
  } catch (const std::exception& error) {
    keep(error.what());
    return WEFT_INTERNAL;
  } catch (...) {
    keep("unknown failure");
    return WEFT_INTERNAL;
  }
}

const char* last_error() noexcept { return last_message; }

}  // namespace weft
