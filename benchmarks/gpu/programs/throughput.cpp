#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

#include "commands.h"
#include "json.h"
#include "problem.h"

namespace weft::gpu {
namespace {

// So many epochs in all, before accuracy is looked at, as every contestant of the script trains them.
constexpr int32_t accuracy_epochs = 10;

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

// The share of test samples that the first replica classifies right.
double accuracy(const Context& context, const Network& network, const Samples& tests) {
  const Dataset data = upload(context, tests);
  double loss = 0;
  int64_t correct = 0;
  check(weft_network_evaluate(network.get(), 0, data.get(), 0, tests.rows(), &loss, &correct, nullptr, 0));
  return static_cast<double>(correct) / static_cast<double>(tests.rows());
}

}  // namespace

bool throughput(const Options& options) {
  const std::string network_text = options.text("network", "784-32-32-10");
  const Shape shape{options.widths("network", network_text), 0};
  const auto replica_count = static_cast<int32_t>(options.number("replicas", 1));
  const std::string folder = options.text("data", "");
  const int32_t classes = classes_of(shape.widths);
  Course course;
  course.batch = static_cast<int32_t>(options.number("batch", 32));
  course.samples = options.number("samples", 50000);
  const auto epochs = static_cast<int32_t>(options.number("epochs", accuracy_epochs - 1));

  Json line;
  line.add("kind", "epochs").add("contestant", "Weft " + options.text("backend", "cuda"));
  line.add("network", network_text).add("batch", course.batch).add("replicas", replica_count);
  const int32_t forced = path_of(options.text("path", "auto"));
  line.add("forced", name_of_path(forced));
  try {
    const Context context = open_context(options, forced);
    const Samples samples = training_samples(folder, shape.widths[0], classes, course.samples);
    const Dataset data = upload(context, samples);
    const Network network = create(context, shape, 1, replica_count);
    int32_t path = 0;
    check(weft_network_path(network.get(), &path));
    std::vector<double> seconds;
    double first_loss = 0;
    double last_loss = 0;
    for (int32_t epoch = 0; epoch <= epochs; ++epoch) {
      Pass pass = prepare(course, 1, epoch, replica_count);
      const auto start = std::chrono::steady_clock::now();
      train(network, data, course, pass);
      // The first one warms up.
      if (epoch > 0) seconds.push_back(seconds_since(start));
      if (epoch == 0) first_loss = pass.losses[0].front();
      last_loss = pass.losses[0].back();
    }
    line.add("path", name_of_path(path)).add("samples", course.samples).add("real data", samples.real);
    line.add("median", median(seconds)).add("seconds", seconds);
    line.add("first loss", first_loss).add("last loss", last_loss);
    if (epochs + 1 == accuracy_epochs) {
      line.add("accuracy", accuracy(context, network, test_samples(folder, shape.widths[0], classes)));
    }
    line.add("wide layers", cublas_of(context)).print();
    return std::isfinite(last_loss) && last_loss < first_loss;
  } catch (const Failure& failure) {
    line.add("refused", failure.what()).print();
    return forced != WEFT_PATH_AUTO;
  }
}

}  // namespace weft::gpu
