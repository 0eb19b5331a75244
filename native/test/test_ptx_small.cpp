// The kernels for small networks as nvcc compiled them, interpreted: against the same kernels in the shim.
#include <doctest/doctest.h>

#include "ptx/compiled.h"
#include "ptx/launch.h"
#include "small_fixture.h"

using namespace weft;
using namespace weft::test;
using cuda::small::Plan;

namespace {

SmallLauncher interpreted(const char* files, uint64_t seed) {
  return [=](const Plan& plan, const cuda::small::Arguments& arguments, int replicas,
             const std::vector<Given>& memory) {
    std::string name = "Program)" + std::to_string(static_cast<int>(plan.program));
    const ptx::Kernel& kernel = ptx::compiled(files, "small.ptx").kernel(name);
    ptx::GlobalMemory global;
    for (const Given& range : memory) global.add(range.begin, range.bytes);
    ptx::Launch shape;
    shape.grid[0] = replicas * plan.shape.cluster;
    shape.cluster = plan.shape.cluster;
    shape.threads = plan.shape.threads;
    shape.shared_bytes = static_cast<std::size_t>(plan.shape.shared_bytes);
    shape.seed = seed;
    ptx::Figures figures = ptx::launch(kernel, shape, global, &arguments, sizeof(arguments));
    MESSAGE(name << " in " << plan.shape.cluster << " blocks: " << figures.warp_instructions);
  };
}

}  // namespace

TEST_CASE("the reference network") {
  SmallProblem problem{{784, 32, 32, 10}, 32};
  for (bool pixels : {true, false}) {
  problem.pixels = pixels;
  SmallData data(problem, 23);
    Plan first = cuda::small::latency_plan(problem.architecture(), problem.data(), 8);
    SmallReplica expected(problem.architecture(), problem.samples);
    train_small(first, data, false, problem.batch, {&expected}, uint64_t{1});
  auto run = [&](Plan plan, const char* files, uint64_t seed) {
    CAPTURE(plan.shape.cluster); CAPTURE(seed); CAPTURE(files);
    SmallReplica actual(problem.architecture(), problem.samples);
    CHECK_NOTHROW(train_small(plan, data, false, problem.batch, {&actual}, interpreted(files, seed)));
    CHECK(relative_difference(actual.parameters, std::vector<double>(expected.parameters.begin(), expected.parameters.end())) < 1e-7);
  };
  for (uint64_t seed : {0u, 1u, 2u}) {
    for (int cluster : {16, 8, 4}) {
      if (!pixels && cluster < 8) continue;
      run(cuda::small::latency_plan(problem.architecture(), problem.data(), cluster), WEFT_PTX_90, seed);
    }
    run(cuda::small::throughput_plan(problem.architecture(), problem.data()), WEFT_PTX_90, seed);
    run(cuda::small::throughput_plan(problem.architecture(), problem.data()), WEFT_PTX_80, seed);
  }
  }
}
