#include "commands.h"
#include "json.h"

namespace weft::gpu {

bool device(const Options& options) {
  check(weft_load_cuda(options.text("cuda", "libweft_cuda.so").c_str()));
  weft_device_info info{};
  check(weft_cuda_describe(static_cast<int32_t>(options.number("device", 0)), &info));
  Json line;
  line.add("kind", "device").add("name", info.name).add("driver", info.driver);
  line.add("capability", std::to_string(info.capability_major) + "." + std::to_string(info.capability_minor));
  line.add("multiprocessors", info.multiprocessors).add("memory", info.memory_total).add("free", info.memory_free);
  line.add("CUDA of the driver", info.driver_cuda).add("CUDA of the library", info.runtime_cuda);
  line.add("SM clock", info.sm_clock).add("memory clock", info.memory_clock).add("utilization", info.utilization);
  line.print();
  return true;
}

}  // namespace weft::gpu
