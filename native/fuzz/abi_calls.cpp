// The fuzz target: bytes become a sequence of calls of the C ABI, of living and dead handles, with fitting and hostile
// values. What must hold stands in checks.h; the rest is the sanitizers' to find.
#include "session.h"

namespace weft::fuzz {
namespace {

constexpr int32_t most_calls = 40;

}  // namespace

void Session::run() {
  create_context();
  create_dataset();
  create_network();
  for (int32_t i = 0; i < most_calls && !bytes_.empty(); i++) call();
  destroy_all();
}

void Session::call() {
  switch (bytes_.below(18)) {
    case 0:
      return create_context();
    case 1:
      return describe_context();
    case 2:
      return destroy(bytes_.below(3));
    case 3:
    case 4:
      return create_dataset();
    case 5:
    case 6:
      return create_network();
    case 7:
      return state();
    case 8:
    case 9:
    case 10:
      return train();
    case 11:
      return evaluate();
    case 12:
      return predict();
    case 13:
      return predict_rows();
    case 14:
      return dense();
    case 15:
      return element_wise();
    case 16:
      return loss_and_update();
    default:
      return libraries();
  }
}

}  // namespace weft::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size);

int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  static const weft_status loaded = weft_load_blas(WEFT_FUZZ_OPENBLAS);
  weft::fuzz::hold(loaded == WEFT_OK, "OpenBLAS is loaded");
  weft::fuzz::Session(weft::fuzz::Bytes(data, size)).run();
  return 0;
}
