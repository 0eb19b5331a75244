// Contexts and datasets of the C ABI: what can be checked without a device is checked here.
#include <cstring>

#include "error.h"
#include "registry.h"
#include "weft/weft.h"

namespace weft {

// Never destroyed: a JVM's other threads may still call in while the process ends.
HandleTable<Context, HandleKind::context>& contexts() {
  static auto* table = new HandleTable<Context, HandleKind::context>();
  return *table;
}

HandleTable<OwnedDataset, HandleKind::dataset>& datasets() {
  static auto* table = new HandleTable<OwnedDataset, HandleKind::dataset>();
  return *table;
}

namespace {

DatasetSource validated(int32_t feature_type, const void* features, int64_t samples, int32_t width,
                        const int32_t* labels, int32_t classes, const float* targets, int32_t target_width) {
  require(feature_type == WEFT_UINT8 || feature_type == WEFT_FLOAT32, "feature_type ", feature_type,
          " does not exist, expected ", WEFT_UINT8, " or ", WEFT_FLOAT32);
  require(features != nullptr, "features is null");
  require(samples >= 1 && samples <= INT32_MAX, "samples is ", samples, ", expected 1 to ", INT32_MAX);
  require(width >= 1 && width <= WEFT_MAX_WIDTH, "width is ", width, ", expected 1 to ", WEFT_MAX_WIDTH);
  require(labels == nullptr || targets == nullptr, "a dataset has labels or targets, not both");
  require(labels != nullptr ? classes >= 2 && classes <= WEFT_MAX_WIDTH : classes == 0, "classes is ", classes,
          ", expected ", labels != nullptr ? "2 or more with labels" : "0 without labels");
  require(targets != nullptr ? target_width >= 1 && target_width <= WEFT_MAX_WIDTH : target_width == 0,
          "target_width is ", target_width, ", expected ", targets != nullptr ? "1 or more" : "0 without targets");
  std::size_t rows = static_cast<std::size_t>(samples);
  Span<const int32_t> label_span{labels, labels != nullptr ? rows : 0};
  for (std::size_t i = 0; i < label_span.size; i++) {
    require(label_span[i] >= 0 && label_span[i] < classes, "label ", label_span[i], " of sample ", i,
            " is none of the classes 0 to ", classes - 1);
  }
  Span<const float> target_span{targets, rows * static_cast<std::size_t>(target_width)};
  return {feature_type, features, samples, width, label_span, classes, target_span, target_width};
}

}  // namespace
}  // namespace weft

using weft::guarded;
using weft::require;

extern "C" {

const char* weft_last_error(void) { return weft::last_error(); }

const char* weft_version(void) { return WEFT_VERSION; }

int32_t weft_abi_version(void) { return WEFT_ABI_VERSION; }

weft_status weft_context_create(const weft_context_options* options, weft_context* context) {
  return guarded([&] {
    require(options != nullptr, "options is null");
    require(context != nullptr, "context is null");
    *context = weft::contexts().add(weft::open_context(*options));
  });
}

weft_status weft_context_describe(weft_context context, weft_context_info* info) {
  return guarded([&] {
    require(info != nullptr, "info is null");
    weft_context_info described;
    std::memset(&described, 0, sizeof(described));
    weft::contexts().find(context)->describe(described);
    *info = described;
  });
}

weft_status weft_context_destroy(weft_context context) {
  return guarded([&] { weft::contexts().remove(context); });
}

weft_status weft_dataset_create(weft_context context, int32_t feature_type, const void* features, int64_t samples,
                                int32_t width, const int32_t* labels, int32_t classes, const float* targets,
                                int32_t target_width, weft_dataset* dataset) {
  return guarded([&] {
    require(dataset != nullptr, "dataset is null");
    auto owner = weft::contexts().find(context);
    weft::DatasetSource source =
        weft::validated(feature_type, features, samples, width, labels, classes, targets, target_width);
    auto owned = std::make_shared<weft::OwnedDataset>(weft::OwnedDataset{owner, owner->create_dataset(source)});
    *dataset = weft::datasets().add(std::move(owned));
  });
}

weft_status weft_dataset_destroy(weft_dataset dataset) {
  return guarded([&] { weft::datasets().remove(dataset); });
}

}  // extern "C"
