// What the design of the CUDA backend rests on, measured alone: launches, barriers of a block and of a cluster, and
// shared memory of another block. Prints JSON, one object a figure; exits with 4 where there is no GPU.
#include <cooperative_groups.h>
#include <cuda_runtime.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace {

constexpr int repetitions = 9;
constexpr int rounds = 20000;
constexpr int threads = 256;
// The floats of a step that each block needs of the others: the first layer's outputs, 32 samples by 32 columns.
[[maybe_unused]] constexpr int exchanged = 1024;

void check(cudaError_t error, const char* call) {
  if (error == cudaSuccess) return;
  std::fprintf(stderr, "weft-gpu-micro: %s: %s\n", call, cudaGetErrorString(error));
  std::exit(1);
}

__global__ void empty() {}

__global__ void block_barriers(int count) {
  for (int i = 0; i < count; ++i) __syncthreads();
}

__global__ void cluster_barriers(int count) {
#if __CUDA_ARCH__ >= 900
  auto cluster = cooperative_groups::this_cluster();
  for (int i = 0; i < count; ++i) cluster.sync();
#endif
}

// A chain of loads by one thread, each from where the one before points to: in this block's memory, or in the next
// one's. Two kernels: in one, all loads would be those of memory of any kind.
template <bool remote>
__global__ void chase(int count, uint32_t* sink) {
#if __CUDA_ARCH__ >= 900
  __shared__ uint32_t next[32];
  auto cluster = cooperative_groups::this_cluster();
  if (threadIdx.x < 32) next[threadIdx.x] = (threadIdx.x + 7) % 32;
  cluster.sync();
  const unsigned rank = cluster.block_rank();
  volatile uint32_t* from = next;
  if constexpr (remote) from = cluster.map_shared_rank(next, (rank + 1) % cluster.num_blocks());
  uint32_t at = 0;
  if (threadIdx.x == 0) {
    for (int i = 0; i < count; ++i) at = from[at];
    sink[blockIdx.x] = at;
  }
  cluster.sync();
#endif
}

// A step's exchange: every block writes its part into every other block's memory, then one barrier of the cluster.
__global__ void exchange(int count, float* sink) {
#if __CUDA_ARCH__ >= 900
  __shared__ float values[2][exchanged];
  auto cluster = cooperative_groups::this_cluster();
  const unsigned blocks = cluster.num_blocks();
  const unsigned part = exchanged / blocks;
  const unsigned rank = cluster.block_rank();
  float sum = 0;
  for (int i = 0; i < count; ++i) {
    float* mine = values[i & 1];
    for (unsigned at = threadIdx.x; at < exchanged; at += blockDim.x) {
      float* theirs = cluster.map_shared_rank(mine, at / part);
      theirs[rank * part + at % part] = sum + static_cast<float>(at);
    }
    cluster.sync();
    sum += mine[threadIdx.x];
  }
  sink[blockIdx.x * blockDim.x + threadIdx.x] = sum;
  cluster.sync();
#endif
}

// The median of several timings of work, in microseconds.
template <class Work>
double microseconds(Work work) {
  cudaEvent_t start;
  cudaEvent_t end;
  check(cudaEventCreate(&start), "cudaEventCreate");
  check(cudaEventCreate(&end), "cudaEventCreate");
  std::vector<float> times;
  for (int i = 0; i < repetitions + 2; ++i) {
    check(cudaEventRecord(start), "cudaEventRecord");
    work();
    check(cudaEventRecord(end), "cudaEventRecord");
    check(cudaEventSynchronize(end), "cudaEventSynchronize");
    float milliseconds = 0;
    check(cudaEventElapsedTime(&milliseconds, start, end), "cudaEventElapsedTime");
    if (i >= 2) times.push_back(milliseconds);
  }
  check(cudaEventDestroy(start), "cudaEventDestroy");
  check(cudaEventDestroy(end), "cudaEventDestroy");
  std::sort(times.begin(), times.end());
  return 1e3 * times[times.size() / 2];
}

void figure(const char* what, int blocks, double nanoseconds) {
  std::printf("{\"kind\": \"micro\", \"what\": \"%s\", \"blocks\": %d, \"nanoseconds\": %.1f}\n", what, blocks,
              nanoseconds);
  std::fflush(stdout);
}

void launches() {
  constexpr int count = 1000;
  figure("launch of an empty kernel and wait for it", 1, 1e3 * microseconds([] {
                                                           for (int i = 0; i < count; ++i) {
                                                             empty<<<1, 32>>>();
                                                             check(cudaStreamSynchronize(nullptr),
                                                                   "cudaStreamSynchronize");
                                                           }
                                                         }) / count);
  figure("launch of an empty kernel, one behind the other", 1, 1e3 * microseconds([] {
                                                                 for (int i = 0; i < count; ++i) empty<<<1, 32>>>();
                                                               }) / count);
  cudaStream_t stream;
  cudaGraph_t graph;
  cudaGraphExec_t ready;
  check(cudaStreamCreate(&stream), "cudaStreamCreate");
  check(cudaStreamBeginCapture(stream, cudaStreamCaptureModeThreadLocal), "cudaStreamBeginCapture");
  for (int i = 0; i < count; ++i) empty<<<1, 32, 0, stream>>>();
  check(cudaStreamEndCapture(stream, &graph), "cudaStreamEndCapture");
  check(cudaGraphInstantiate(&ready, graph, 0), "cudaGraphInstantiate");
  figure("an empty kernel in a graph", 1,
         1e3 * microseconds([ready] { check(cudaGraphLaunch(ready, nullptr), "cudaGraphLaunch"); }) / count);
  check(cudaGraphExecDestroy(ready), "cudaGraphExecDestroy");
  check(cudaGraphDestroy(graph), "cudaGraphDestroy");
  check(cudaStreamDestroy(stream), "cudaStreamDestroy");
}

template <class... Parameters, class... Arguments>
void in_cluster(void (*kernel)(Parameters...), int blocks, Arguments... arguments) {
  cudaLaunchAttribute attribute{};
  attribute.id = cudaLaunchAttributeClusterDimension;
  attribute.val.clusterDim.x = static_cast<unsigned>(blocks);
  attribute.val.clusterDim.y = 1;
  attribute.val.clusterDim.z = 1;
  cudaLaunchConfig_t config{};
  config.gridDim = dim3(static_cast<unsigned>(blocks));
  config.blockDim = dim3(threads);
  config.attrs = &attribute;
  config.numAttrs = 1;
  check(cudaLaunchKernelEx(&config, kernel, static_cast<Parameters>(arguments)...), "cudaLaunchKernelEx");
}

template <class Kernel>
void allow_large_clusters(Kernel* kernel) {
  check(cudaFuncSetAttribute(kernel, cudaFuncAttributeNonPortableClusterSizeAllowed, 1), "cudaFuncSetAttribute");
}

// The largest cluster of these kernels that the device can hold at once, 16 at most.
int largest_cluster() {
  for (int blocks = 16; blocks > 1; blocks /= 2) {
    cudaLaunchAttribute attribute{};
    attribute.id = cudaLaunchAttributeClusterDimension;
    attribute.val.clusterDim.x = static_cast<unsigned>(blocks);
    attribute.val.clusterDim.y = 1;
    attribute.val.clusterDim.z = 1;
    cudaLaunchConfig_t config{};
    config.gridDim = dim3(static_cast<unsigned>(blocks));
    config.blockDim = dim3(threads);
    config.attrs = &attribute;
    config.numAttrs = 1;
    int clusters = 0;
    if (cudaOccupancyMaxActiveClusters(&clusters, exchange, &config) == cudaSuccess && clusters > 0) return blocks;
    // The error of a size that does not fit must not stay for the next call.
    static_cast<void>(cudaGetLastError());
  }
  return 1;
}

void clusters() {
  allow_large_clusters(cluster_barriers);
  allow_large_clusters(chase<false>);
  allow_large_clusters(chase<true>);
  allow_large_clusters(exchange);
  float* sink = nullptr;
  check(cudaMalloc(&sink, 16 * threads * sizeof(float)), "cudaMalloc");
  const int largest = largest_cluster();
  for (int blocks = 2; blocks <= largest; blocks *= 2) {
    figure("barrier of a cluster", blocks,
           1e3 * microseconds([blocks] { in_cluster(cluster_barriers, blocks, rounds); }) / rounds);
    figure("load from this block's shared memory, in a chain", blocks,
           1e3 * microseconds([&] { in_cluster(chase<false>, blocks, rounds, reinterpret_cast<uint32_t*>(sink)); }) /
               rounds);
    figure("load from another block's shared memory, in a chain", blocks,
           1e3 * microseconds([&] { in_cluster(chase<true>, blocks, rounds, reinterpret_cast<uint32_t*>(sink)); }) /
               rounds);
    figure("exchange of 4 KB a block and a barrier", blocks,
           1e3 * microseconds([&] { in_cluster(exchange, blocks, rounds, sink); }) / rounds);
  }
  check(cudaFree(sink), "cudaFree");
}

}  // namespace

int main() {
  int devices = 0;
  const cudaError_t found = cudaGetDeviceCount(&devices);
  if (found != cudaSuccess || devices == 0) {
    std::fprintf(stderr, "weft-gpu-micro: no GPU: %s\n", cudaGetErrorString(found));
    return 4;
  }
  cudaDeviceProp properties{};
  check(cudaGetDeviceProperties(&properties, 0), "cudaGetDeviceProperties");
  launches();
  figure("barrier of a block of 256 threads", 1,
         1e3 * microseconds([] { block_barriers<<<1, threads>>>(rounds); }) / rounds);
  if (properties.major >= 9) clusters();
  check(cudaDeviceSynchronize(), "cudaDeviceSynchronize");
  return 0;
}
