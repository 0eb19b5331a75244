#include "cpu/fused/first_layer.h"

#include "cpu/fused/float32_first_layer.h"

namespace weft::cpu::fused {

Precision first_layer_precision(const Shape&, int32_t) { return Precision::float32; }

std::unique_ptr<FirstLayer> make_first_layer(Precision precision, int32_t instruction_set, const Shape& shape,
                                             std::size_t replicas) {
  switch (precision) {
    case Precision::float32:
      break;
  }
  return std::make_unique<Float32FirstLayer>(shape.first, dense_kernels_for(instruction_set),
                                             sample_kernels_for(instruction_set), replicas);
}

}  // namespace weft::cpu::fused
