// Networks in the CPU's memory. There are two ways to compute one, with the same contract: GeneralNetwork, any network
// in matrix products of OpenBLAS (general_network.h), and FusedNetwork, narrow networks in loops of our own
// (fused/network.h). Each implements the backend's Network itself, and begins every call that touches a replica with
// its Turn on the context.
#pragma once

#include "cpu/context.h"

namespace weft::cpu {

class CpuNetwork : public Network {
 public:
  const Architecture& architecture() const final { return architecture_; }

 protected:
  CpuNetwork(std::shared_ptr<CpuContext> context, const Architecture& architecture)
      : context_(std::move(context)), architecture_(architecture) {}

  CpuContext& context() const { return *context_; }
  Compute& compute() const { return context_->compute(); }

 private:
  std::shared_ptr<CpuContext> context_;
  Architecture architecture_;
};

// The fused way where the architecture fits it, unless the context forces one; throws WEFT_INVALID_ARGUMENT where the
// fused one is forced on a network that does not fit.
std::shared_ptr<Network> make_network(std::shared_ptr<CpuContext> context, const Architecture& architecture,
                                      Span<const uint64_t> seeds);

}  // namespace weft::cpu
