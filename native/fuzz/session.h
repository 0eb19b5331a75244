// A sequence of calls of the C ABI, and what they have made. Pointers are to as many values as the call states, as
// weft.h asks for, or null; all else may be anything.
#pragma once

#include <vector>

#include "bytes.h"
#include "checks.h"
#include "objects.h"

namespace weft::fuzz {

class Session {
 public:
  explicit Session(Bytes bytes) : bytes_(bytes) {}

  // Begins with one of each kind, so that most calls have something to work on.
  void run();

 private:
  struct Range {
    int64_t first;
    int64_t count;
  };

  void call();

  void create_context();
  void describe_context();
  void destroy(int32_t kind);
  void create_dataset();
  void create_network();
  void state();
  void destroy_all();
  int32_t units();
  int32_t replica(const Made& network);

  void train();
  void evaluate();
  void predict();
  void predict_rows();
  // Samples that the network was made for, as a rule.
  Made data_for(const Made& network);
  Range range(const Made& data);
  weft_optimizer optimizer();
  weft_shift shift(int32_t width);
  // Those of all replicas; none of a dead network.
  static std::vector<std::vector<float>> parameters(const Made& network);

  void dense();
  void element_wise();
  void loss_and_update();
  void libraries();

  Bytes bytes_;
  Objects contexts_;
  Objects datasets_;
  Objects networks_;
};

}  // namespace weft::fuzz
