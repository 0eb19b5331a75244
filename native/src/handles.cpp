#include "handles.h"

namespace weft {

const char* name_of(HandleKind kind) {
  switch (kind) {
    case HandleKind::context:
      return "context";
    case HandleKind::dataset:
      return "dataset";
    case HandleKind::network:
      return "network";
  }
  return "unknown";
}

const char* describe_stale(uint64_t handle) {
  switch (static_cast<HandleKind>(handle >> 56)) {
    case HandleKind::context:
      return "a context, or was one";
    case HandleKind::dataset:
      return "a dataset, or was one";
    case HandleKind::network:
      return "a network, or was one";
  }
  return "none of ours";
}

}  // namespace weft
