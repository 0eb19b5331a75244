// The handle tables of the ABI, one a kind.
#pragma once

#include "backend.h"
#include "handles.h"

namespace weft {

// An object and the context that made it, which it keeps alive.
template <typename T>
struct Owned {
  std::shared_ptr<Context> context;
  std::shared_ptr<T> object;
};

using OwnedDataset = Owned<Dataset>;
using OwnedNetwork = Owned<Network>;

HandleTable<Context, HandleKind::context>& contexts();
HandleTable<OwnedDataset, HandleKind::dataset>& datasets();
HandleTable<OwnedNetwork, HandleKind::network>& networks();

}  // namespace weft
