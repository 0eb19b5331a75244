// Single operations on arrays, and the libraries that are loaded.
#include <algorithm>

#include "session.h"

namespace weft::fuzz {

void Session::dense() {
  Made context = contexts_.any(bytes_);
  int32_t batch = bytes_.size<int32_t>(70, WEFT_MAX_WIDTH);
  int32_t in = bytes_.size<int32_t>(40, WEFT_MAX_WIDTH);
  int32_t out = bytes_.size<int32_t>(40, WEFT_MAX_WIDTH);
  auto matrix = [](int32_t rows, int32_t columns) { return room(rows) * room(columns); };
  std::vector<float> x = bytes_.reals(std::min(matrix(batch, in), std::size_t{1} << 16));
  std::vector<float> kernel = bytes_.reals(std::min(matrix(in, out), std::size_t{1} << 16));
  std::vector<float> z(std::min(matrix(batch, out), std::size_t{1} << 16));
  std::vector<float> bias = bytes_.reals(std::min(room(out), std::size_t{1} << 16));
  const float* from = bytes_.or_null(x.data());
  if (bytes_.flag()) {
    checked(context.alive, [&] {
      return weft_dense_forward(context.handle, batch, in, out, from, kernel.data(), bias.data(), z.data());
    });
    return;
  }
  std::vector<float> dx(x.size());
  std::vector<float> dkernel(kernel.size());
  std::vector<float> dbias(bias.size());
  float* dx_to = bytes_.flag() ? dx.data() : nullptr;
  float* dkernel_to = bytes_.or_null(dkernel.data());
  checked(context.alive, [&] {
    return weft_dense_backward(context.handle, batch, in, out, from, kernel.data(), z.data(), dx_to, dkernel_to,
                               dbias.data());
  });
}

void Session::element_wise() {
  Made context = contexts_.any(bytes_);
  int64_t count = bytes_.byte();
  std::vector<float> z = bytes_.reals(room(count));
  std::vector<float> dy = bytes_.reals(room(count));
  std::vector<float> y(room(count));
  if (bytes_.hostile()) count = -1 - bytes_.below(3);
  int32_t activation = bytes_.code(6);
  float parameter = activation == WEFT_LEAKY_RELU ? 0.1f : 0;
  if (bytes_.hostile()) parameter = bytes_.real<float>();
  const float* from = bytes_.or_null(z.data());
  float* to = bytes_.or_null(y.data());
  switch (bytes_.below(3)) {
    case 0:
      checked(context.alive,
              [&] { return weft_activation_forward(context.handle, activation, parameter, count, from, to); });
      return;
    case 1:
      checked(context.alive, [&] {
        return weft_activation_backward(context.handle, activation, parameter, count, from, dy.data(), dy.data(), to);
      });
      return;
    default: {
      float rate = bytes_.hostile() ? bytes_.real<float>() : 0.5f;
      uint64_t seed = bytes_.raw<uint64_t>();
      uint32_t layer = bytes_.raw<uint32_t>();
      checked(context.alive,
              [&] { return weft_dropout(context.handle, rate, seed, layer, layer ^ 5, count, from, to); });
    }
  }
}

void Session::loss_and_update() {
  Made context = contexts_.any(bytes_);
  if (bytes_.flag()) {
    int32_t kind = bytes_.code(3);
    int32_t batch = bytes_.size<int32_t>(70, WEFT_MAX_WIDTH);
    int32_t width = bytes_.size<int32_t>(40, WEFT_MAX_WIDTH);
    std::size_t count = std::min(room(batch) * room(width), std::size_t{1} << 16);
    std::vector<float> logits = bytes_.reals(count);
    std::vector<float> targets = bytes_.reals(count);
    std::vector<float> weights = bytes_.reals(std::min(room(batch), std::size_t{1} << 16));
    std::vector<float> outputs(count);
    std::vector<float> gradient(count);
    double loss = 0;
    float* outputs_to = bytes_.or_null(outputs.data());
    double* loss_to = bytes_.or_null(&loss);
    checked(context.alive, [&] {
      return weft_loss(context.handle, kind, batch, width, logits.data(), targets.data(), weights.data(), outputs_to,
                       gradient.data(), loss_to);
    });
    return;
  }
  weft_optimizer chosen = optimizer();
  float rate = bytes_.real<float>();
  int64_t step = bytes_.flag() ? bytes_.odd_number<int64_t>() : 1 + bytes_.below(200);
  int64_t count = bytes_.byte();
  std::vector<float> g = bytes_.reals(room(count));
  std::vector<float> w = bytes_.reals(room(count));
  std::vector<float> m = bytes_.reals(room(count));
  std::vector<float> v(room(count), 0.01f);
  if (bytes_.hostile()) count = -1 - bytes_.below(3);
  const weft_optimizer* with = bytes_.or_null(&chosen);
  float* moments = bytes_.or_null(v.data());
  checked(context.alive, [&] {
    return weft_optimizer_update(context.handle, with, rate, step, count, g.data(), w.data(), m.data(), moments);
  });
}

// There is no CUDA library here; OpenBLAS is loaded already.
void Session::libraries() {
  const char* const texts[] = {nullptr, "", "\n", "/nowhere/library.so"};
  const char* text = texts[bytes_.below(4)];
  switch (bytes_.below(6)) {
    case 0:
      checked(text != nullptr, [&] { return weft_load_blas(text); });
      return;
    case 1:
      checked(false, [&] { return weft_load_cuda(text); });
      return;
    case 2: {
      Result<int32_t> devices(1);
      int32_t* to = bytes_.or_null(devices.data());
      return devices.check(checked(false, [&] { return weft_cuda_devices(to); }));
    }
    case 3: {
      Result<weft_device_info> info(1);
      int32_t device = bytes_.odd_number<int32_t>();
      return info.check(checked(false, [&] { return weft_cuda_describe(device, info.data()); }));
    }
    case 4:
      checked(false, [&] { return weft_use_cublas(text, 1); });
      return;
    default: {
      Result<char> described(64);
      int32_t size = bytes_.hostile() ? -1 : 64;
      return described.check(checked(false, [&] { return weft_describe_cublas(described.data(), size); }));
    }
  }
}

}  // namespace weft::fuzz
