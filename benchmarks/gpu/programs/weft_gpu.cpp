// Measures and checks the native library by its C ABI alone, with neither Java nor Python between:
//
//   weft-gpu device|throughput|repeat|replicas|everything name=value...
//
// commands.h says what each does. Exit status: 0 done and what was checked holds, 1 a failure, 2 misuse, 3 a check that
// does not hold, 4 this machine does not have what is needed, which the last line then says.
#include <cstdio>
#include <functional>
#include <map>

#include "abi.h"
#include "commands.h"

namespace {

int run(int count, char** arguments) {
  using weft::gpu::Options;
  const std::map<std::string, std::function<bool(const Options&)>> commands = {
      {"device", weft::gpu::device},     {"throughput", weft::gpu::throughput}, {"repeat", weft::gpu::repeat},
      {"replicas", weft::gpu::replicas}, {"everything", weft::gpu::everything},
  };
  const auto command = count < 2 ? commands.end() : commands.find(arguments[1]);
  if (command == commands.end())
    throw weft::gpu::Misuse("a command is needed: device, throughput, repeat, replicas or everything");
  const Options options(count - 2, arguments + 2);
  // Whether there is a device at all is not for each command to find out.
  if (command->first != "device") weft::gpu::open_context(options, WEFT_PATH_AUTO);
  return command->second(options) ? 0 : 3;
}

int report(const std::exception& problem, int status) {
  std::fprintf(stderr, "weft-gpu: %s\n", problem.what());
  return status;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    return run(count, arguments);
  } catch (const weft::gpu::Misuse& misuse) {
    return report(misuse, 2);
  } catch (const weft::gpu::Unavailable& unavailable) {
    return report(unavailable, 4);
  } catch (const std::exception& failure) {
    return report(failure, 1);
  }
}
