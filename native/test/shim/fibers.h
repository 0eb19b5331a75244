// Fibers: functions with a stack each that take turns in one thread of the operating system, where they say so. Known
// to AddressSanitizer and ThreadSanitizer, which otherwise take a switch of stacks for a mistake.
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <vector>

namespace weft::test {

class Fibers {
 public:
  Fibers();
  ~Fibers();
  Fibers(const Fibers&) = delete;
  Fibers& operator=(const Fibers&) = delete;

  // Sets up `count` fibers that will run body(fiber); none runs yet. Earlier ones are forgotten.
  void start(int count, std::function<void(int)> body);

  // Lets a fiber run until it yields or its body ends; rethrows what the body throws.
  void resume(int fiber);

  // Called in a fiber: back to where it was resumed.
  void yield();

  // The fiber that runs, -1 outside all.
  int current() const { return current_; }
  bool ended(int fiber) const;

 private:
  struct Fiber;

  static void enter();
  void run();
  void switch_to(Fiber& from, Fiber& to, bool last);
  void arrived(Fiber& fiber);

  std::vector<std::unique_ptr<Fiber>> fibers_;
  std::unique_ptr<Fiber> outside_;
  std::function<void(int)> body_;
  std::exception_ptr failure_;
  int current_ = -1;
};

}  // namespace weft::test
