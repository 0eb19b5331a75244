// The stream of the tests' device, which is what a library gets of it: work in order, now or when a capture is
// launched.
#pragma once

#include <functional>

namespace weft::test {

class HostStream {
 public:
  virtual void perform(std::function<void()> work) = 0;

 protected:
  ~HostStream() = default;
};

}  // namespace weft::test
