#include "shim/fibers.h"

#include <sys/mman.h>
#include <unistd.h>

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

namespace weft::test {
namespace {

// Frames of unoptimised and instrumented code are large; pages that are never touched cost nothing.
constexpr std::size_t stack_size = 256 * 1024;

}  // namespace

struct Fibers::Fiber {
  ucontext_t context{};
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
  std::uintptr_t self = reinterpret_cast<std::uintptr_t>(this);
  for (int i = 0; i < count; i++) {
    Fiber& fiber = *fibers_[static_cast<std::size_t>(i)];
    fiber.reserve();
    fiber.ended = false;
    getcontext(&fiber.context);
    fiber.context.uc_stack.ss_sp = fiber.stack + sysconf(_SC_PAGESIZE);
    fiber.context.uc_stack.ss_size = stack_size;
    fiber.context.uc_link = nullptr;
    // makecontext takes a function of any parameters, of type int each, as one of none.
    makecontext(&fiber.context, reinterpret_cast<void (*)()>(&Fibers::enter), 2, static_cast<unsigned>(self >> 32),
                static_cast<unsigned>(self));
#if defined(__SANITIZE_ADDRESS__)
    // Frames of a fiber that never ended are still marked.
    __asan_unpoison_memory_region(fiber.context.uc_stack.ss_sp, stack_size);
    fiber.fake_stack = nullptr;
    fiber.bottom = fiber.context.uc_stack.ss_sp;
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

void Fibers::enter(unsigned high, unsigned low) {
  Fibers* self = reinterpret_cast<Fibers*>(static_cast<std::uintptr_t>(high) << 32 | low);
  self->run();
}

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
  swapcontext(&from.context, &to.context);
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
