#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "commands.h"
#include "json.h"
#include "problem.h"

namespace weft::gpu {
namespace {

// The contract: relative error of a parameter tensor, here of all at once.
constexpr double tolerance = 1e-5;

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

double relative_error(const std::vector<float>& expected, const std::vector<float>& actual) {
  double difference = 0;
  double norm = 0;
  for (size_t i = 0; i < expected.size(); ++i) {
    difference += std::pow(static_cast<double>(actual[i]) - expected[i], 2);
    norm += std::pow(expected[i], 2);
  }
  return std::sqrt(difference / norm);
}

// The paths of the backend that is asked for.
std::vector<int32_t> paths(const Options& options) {
  if (options.text("backend", "cuda") == "cpu") return {WEFT_PATH_GENERAL, WEFT_PATH_FUSED};
  return {WEFT_PATH_GENERAL, WEFT_PATH_LATENCY, WEFT_PATH_THROUGHPUT, WEFT_PATH_GRID};
}

struct Trained {
  std::vector<std::vector<float>> parameters;  // by replica
  std::vector<std::vector<double>> losses;
};

Trained trained(const Context& context, const Shape& shape, const Course& course, uint64_t seed,
                int32_t replica_count) {
  const int32_t classes = classes_of(shape.widths);
  const Dataset data = upload(context, training_samples("", shape.widths[0], classes, course.samples));
  const Network network = create(context, shape, seed, replica_count);
  Pass pass;
  for (int32_t epoch = 0; epoch < 2; ++epoch) {
    pass = prepare(course, seed, epoch, replica_count);
    train(network, data, course, pass);
  }
  Trained result;
  for (int32_t i = 0; i < replica_count; ++i) result.parameters.push_back(parameters(network, shape, i));
  result.losses = pass.losses;
  return result;
}

Course course_of(const Options& options, int64_t samples) {
  Course course;
  course.samples = options.number("samples", samples);
  course.batch = static_cast<int32_t>(options.number("batch", 32));
  return course;
}

Shape shape_of(const Options& options) {
  return {options.widths("network", "784-32-32-10"), static_cast<float>(options.number("dropout", 20)) / 100};
}

}  // namespace

bool repeat(const Options& options) {
  const Shape shape = shape_of(options);
  // A last batch that is smaller than the others.
  const Course course = course_of(options, 3217);
  bool holds = true;
  for (const int32_t path : paths(options)) {
    Json line;
    line.add("kind", "repeat").add("path", name_of_path(path)).add("network", options.text("network", "784-32-32-10"));
    line.add("batch", course.batch);
    try {
      const Context context = open_context(options, path);
      const Trained first = trained(context, shape, course, 5, 1);
      const Trained second = trained(open_context(options, path), shape, course, 5, 1);
      const bool same = same_bits(first.parameters[0], second.parameters[0]) && first.losses == second.losses;
      holds = holds && same;
      line.add("steps", 2 * ((course.samples + course.batch - 1) / course.batch));
      line.add("wide layers", cublas_of(context)).add("bitwise the same", same).print();
    } catch (const Failure& failure) {
      line.add("refused", failure.what()).print();
    }
  }
  return holds;
}

bool replicas(const Options& options) {
  const Shape shape = shape_of(options);
  Course course = course_of(options, 3217);
  course.different_rates = true;
  const auto count = static_cast<int32_t>(options.number("replicas", 8));
  bool holds = true;
  for (const int32_t path : paths(options)) {
    Json line;
    line.add("kind", "replicas").add("path", name_of_path(path)).add("replicas", count).add("batch", course.batch);
    try {
      const Context context = open_context(options, path);
      const Trained together = trained(context, shape, course, 1, count);
      double worst = 0;
      bool same = true;
      for (int32_t i = 0; i < count; ++i) {
        const Trained alone = trained(context, shape, course, 1 + static_cast<uint64_t>(i), 1);
        const auto& parameters = together.parameters[static_cast<size_t>(i)];
        same = same && same_bits(parameters, alone.parameters[0]);
        worst = std::max(worst, relative_error(alone.parameters[0], parameters));
      }
      holds = holds && worst < tolerance;
      line.add("wide layers", cublas_of(context));
      line.add("relative error", worst).add("bitwise the same", same).print();
    } catch (const Failure& failure) {
      line.add("refused", failure.what()).print();
    }
  }
  return holds;
}

bool everything(const Options& options) {
  const std::array<Shape, 4> shapes = {Shape{{784, 32, 32, 10}, 0}, Shape{{784, 32, 10, 1}, 0.2F},
                                       Shape{{13, 7, 5}, 0.5F}, Shape{{784, 130, 67, 10}, 0}};
  for (const int32_t path : paths(options)) {
    const Context context = open_context(options, path);
    for (const Shape& shape : shapes) {
      Json line;
      line.add("kind", "everything").add("path", name_of_path(path)).add("first layer", shape.widths[1]);
      try {
        const int32_t classes = classes_of(shape.widths);
        const Samples samples = training_samples("", shape.widths[0], classes, 75);
        const Dataset data = upload(context, samples);
        const Network network = create(context, shape, 3, 2);
        // The grid takes batches that several of its blocks share.
        const Course course{samples.rows(), path == WEFT_PATH_GRID ? 70 : 32, false};
        Pass pass = prepare(course, 3, 0, 2);
        train(network, data, course, pass);
        double loss = 0;
        int64_t correct = 0;
        std::vector<int64_t> confusion(static_cast<size_t>(classes) * static_cast<size_t>(classes));
        check(weft_network_evaluate(network.get(), 1, data.get(), 0, samples.rows(), &loss, &correct, confusion.data(),
                                    static_cast<int64_t>(confusion.size())));
        std::vector<float> outputs(static_cast<size_t>(samples.rows()) * static_cast<size_t>(shape.widths.back()));
        check(weft_network_predict(network.get(), 1, data.get(), 0, samples.rows(), outputs.data(),
                                   static_cast<int64_t>(outputs.size())));
        line.add("loss", loss).print();
        if (!std::isfinite(loss)) return false;
      } catch (const Failure& failure) {
        line.add("refused", failure.what()).print();
      }
    }
  }
  return true;
}

}  // namespace weft::gpu
