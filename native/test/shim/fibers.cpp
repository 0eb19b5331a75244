#include "shim/fibers.h"

#include <sys/mman.h>
#if !defined(__x86_64__)
#include <ucontext.h>
#endif
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <new>
#include <utility>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif
#if defined(__SANITIZE_THREAD__)
#include <sanitizer/tsan_interface.h>
#endif

#if defined(__x86_64__)
// Leaves a stack for another: keeps the registers that a call preserves, and where the stack ends. swapcontext does the
// same and changes the signal mask too, by a system call that takes ten times as long.
extern "C" void weft_test_switch_stacks(void** left, void* entered);
__asm__(R"(
.text
.type weft_test_switch_stacks, @function
weft_test_switch_stacks:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
.size weft_test_switch_stacks, .-weft_test_switch_stacks
)");
#endif

namespace weft::test {
namespace {

// Frames of unoptimised and instrumented code are large; pages that are never touched cost nothing.
constexpr std::size_t stack_size = 256 * 1024;

// Whose fiber begins to run: what starts on a fresh stack gets no argument.
thread_local Fibers* entered = nullptr;

}  // namespace

struct Fibers::Fiber {
#if defined(__x86_64__)
  void* top = nullptr;
#else
  ucontext_t context{};
#endif
  unsigned char* stack = nullptr;  // with a page below it that faults
  bool ended = true;
#if defined(__SANITIZE_ADDRESS__)
  void* fake_stack = nullptr;
  const void* bottom = nullptr;
  std::size_t size = 0;
#endif
#if defined(__SANITIZE_THREAD__)
  void* tsan = nullptr;
#endif

  void reserve() {
    if (stack != nullptr) return;
    std::size_t guard = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    void* memory = mmap(nullptr, stack_size + guard, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (memory == MAP_FAILED) throw std::bad_alloc();
    stack = static_cast<unsigned char*>(memory);
    mprotect(stack, guard, PROT_NONE);
  }

  ~Fiber() {
    if (stack != nullptr) munmap(stack, stack_size + static_cast<std::size_t>(sysconf(_SC_PAGESIZE)));
#if defined(__SANITIZE_THREAD__)
    if (stack != nullptr && tsan != nullptr) __tsan_destroy_fiber(tsan);
#endif
  }
};

Fibers::Fibers() : outside_(std::make_unique<Fiber>()) {}

Fibers::~Fibers() = default;

void Fibers::start(int count, std::function<void(int)> body) {
  body_ = std::move(body);
  while (fibers_.size() < static_cast<std::size_t>(count)) fibers_.push_back(std::make_unique<Fiber>());
  for (int i = 0; i < count; i++) {
    Fiber& fiber = *fibers_[static_cast<std::size_t>(i)];
    fiber.reserve();
    fiber.ended = false;
    unsigned char* bottom = fiber.stack + sysconf(_SC_PAGESIZE);
#if defined(__x86_64__)
    // As if the fiber had left its stack at the begin of its first function: six registers, and where to return to. The
    // stack of a function that is called is 8 bytes off a multiple of 16.
    void** top = reinterpret_cast<void**>(bottom + stack_size) - 2;
    *top = reinterpret_cast<void*>(&Fibers::enter);
    fiber.top = top - 6;
    std::fill(top - 6, top, nullptr);
#else
    getcontext(&fiber.context);
    fiber.context.uc_stack.ss_sp = bottom;
    fiber.context.uc_stack.ss_size = stack_size;
    fiber.context.uc_link = nullptr;
    makecontext(&fiber.context, &Fibers::enter, 0);
#endif
#if defined(__SANITIZE_ADDRESS__)
    // Frames of a fiber that never ended are still marked.
    __asan_unpoison_memory_region(bottom, stack_size);
    fiber.fake_stack = nullptr;
    fiber.bottom = bottom;
    fiber.size = stack_size;
#endif
#if defined(__SANITIZE_THREAD__)
    if (fiber.tsan == nullptr) fiber.tsan = __tsan_create_fiber(0);
#endif
  }
}

bool Fibers::ended(int fiber) const { return fibers_[static_cast<std::size_t>(fiber)]->ended; }

void Fibers::resume(int fiber) {
#if defined(__SANITIZE_THREAD__)
  outside_->tsan = __tsan_get_current_fiber();
#endif
  current_ = fiber;
  switch_to(*outside_, *fibers_[static_cast<std::size_t>(fiber)], false);
  current_ = -1;
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

void Fibers::yield() { switch_to(*fibers_[static_cast<std::size_t>(current_)], *outside_, false); }

void Fibers::enter() { entered->run(); }

void Fibers::run() {
  Fiber& fiber = *fibers_[static_cast<std::size_t>(current_)];
  arrived(fiber);
  try {
    body_(current_);
  } catch (...) {
    failure_ = std::current_exception();
  }
  fiber.ended = true;
  switch_to(fiber, *outside_, true);
}

void Fibers::switch_to(Fiber& from, Fiber& to, [[maybe_unused]] bool last) {
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_start_switch_fiber(last ? nullptr : &from.fake_stack, to.bottom, to.size);
#endif
#if defined(__SANITIZE_THREAD__)
  __tsan_switch_to_fiber(to.tsan, 0);
#endif
  entered = this;
#if defined(__x86_64__)
  weft_test_switch_stacks(&from.top, to.top);
#else
  swapcontext(&from.context, &to.context);
#endif
  arrived(from);
}

// On the stack that was just switched to; the outside learns where its own stack is.
void Fibers::arrived([[maybe_unused]] Fiber& fiber) {
#if defined(__SANITIZE_ADDRESS__)
  const void* bottom = nullptr;
  std::size_t size = 0;
  __sanitizer_finish_switch_fiber(fiber.fake_stack, &bottom, &size);
  if (&fiber != outside_.get()) {
    outside_->bottom = bottom;
    outside_->size = size;
  }
#endif
}

}  // namespace weft::test
