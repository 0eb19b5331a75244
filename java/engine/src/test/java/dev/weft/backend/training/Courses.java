package dev.weft.backend.training;

import dev.weft.data.Dataset;
import dev.weft.data.ImageShift;
import dev.weft.data.ImageSize;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Architecture.Builder;
import dev.weft.nn.Loss;
import dev.weft.nn.Optimizer.Adam;
import dev.weft.nn.Optimizer.AdamW;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The runs on which backends are compared: every shape, layer, loss and kind of data. */
final class Courses {
  /** Leaves a partial last batch at batch sizes 31, 32 and 33. */
  private static final int SAMPLES = 67;

  private Courses() {}

  static Stream<Course> all() {
    return Stream.of(
            shapes(),
            activations(),
            dropouts(),
            losses(),
            data(),
            optimizers(),
            averages(),
            shifts())
        .flatMap(courses -> courses);
  }

  /** No, one, two and five hidden layers at batch sizes around a vector. */
  private static Stream<Course> shapes() {
    List<List<Integer>> depths =
        List.of(List.of(), List.of(17), List.of(32, 32), List.of(16, 7, 33, 10, 64));
    Dataset data = Problems.labelled(Problems.values(SAMPLES, 13), 10);
    return depths.stream()
        .flatMap(
            widths ->
                IntStream.of(1, 31, 32, 33)
                    .mapToObj(
                        batch ->
                            new Course(
                                "hidden layers " + widths + ", batch " + batch,
                                hidden(13, widths, Activation.RELU)
                                    .output(10, Loss.SOFTMAX_CROSS_ENTROPY),
                                data,
                                batch,
                                batch == 1 ? 1 : 3)));
  }

  private static Builder hidden(int inputs, List<Integer> widths, Activation activation) {
    Builder builder = Architecture.inputs(inputs);
    widths.forEach(width -> builder.dense(width, activation));
    return builder;
  }

  private static Stream<Course> activations() {
    Dataset data = Problems.labelled(Problems.values(SAMPLES, 13), 10);
    return Activation.KINDS.stream()
        .map(
            activation ->
                new Course(
                    "activation " + activation,
                    hidden(13, List.of(33, 17), activation).output(10, Loss.SOFTMAX_CROSS_ENTROPY),
                    data,
                    32,
                    5));
  }

  private static Stream<Course> dropouts() {
    Dataset data = Problems.labelled(Problems.values(SAMPLES, 13), 10);
    Loss loss = Loss.SOFTMAX_CROSS_ENTROPY;
    return Stream.of(
        new Course(
            "dropout of the input",
            Architecture.inputs(13).dropout(0.3f).dense(33, Activation.RELU).output(10, loss),
            data,
            32,
            5),
        new Course(
            "masking noise",
            Architecture.inputs(784).masking(0.1f).dense(32, Activation.RELU).output(10, loss),
            Problems.labelled(Problems.pixels(SAMPLES, 784), 10),
            32,
            5),
        new Course(
            "dropout of the hidden layers",
            Architecture.inputs(13)
                .dense(33, Activation.GELU)
                .dropout(0.5f)
                .dense(17, Activation.TANH)
                .dropout(0.2f)
                .output(10, loss),
            data,
            32,
            5),
        new Course(
            "dropout without a hidden layer",
            Architecture.inputs(13).dropout(0.5f).output(10, loss),
            data,
            7,
            2));
  }

  private static Stream<Course> losses() {
    Dataset data = Problems.values(SAMPLES, 13);
    return Stream.of(
        loss("softmax, soft targets", Loss.SOFTMAX_CROSS_ENTROPY, 5, Problems.targeted(data, 5)),
        loss("softmax of two", Loss.SOFTMAX_CROSS_ENTROPY, 2, Problems.labelled(data, 2)),
        loss("one sigmoid, labels", Loss.SIGMOID_CROSS_ENTROPY, 1, Problems.labelled(data, 2)),
        loss("one sigmoid, targets", Loss.SIGMOID_CROSS_ENTROPY, 1, Problems.targeted(data, 1)),
        loss("five sigmoids", Loss.SIGMOID_CROSS_ENTROPY, 5, Problems.targeted(data, 5)),
        loss("one linear output", Loss.MEAN_SQUARED_ERROR, 1, Problems.targeted(data, 1)),
        loss("seven linear outputs", Loss.MEAN_SQUARED_ERROR, 7, Problems.targeted(data, 7)));
  }

  private static Course loss(String name, Loss loss, int outputs, Dataset data) {
    return new Course(
        name, hidden(13, List.of(32, 32), Activation.RELU).output(outputs, loss), data, 32, 5);
  }

  /** Clipped at every step, and at some; in batches of one chunk of the fused path and of three. */
  private static Stream<Course> optimizers() {
    Dataset data = Problems.labelled(Problems.values(3 * SAMPLES, 13), 10);
    return Stream.of(
            new Adam(0.9, 0.999, Course.EPSILON, 1e-3),
            new Adam(0.9, 0.999, Course.EPSILON, 0.5),
            new AdamW(0.9, 0.999, Course.EPSILON, 0.5, 0),
            new AdamW(0.9, 0.999, Course.EPSILON, 0.5, 0.5))
        .flatMap(
            optimizer ->
                Stream.of(31, 150)
                    .map(
                        batch ->
                            new Course(
                                optimizer + ", batch " + batch,
                                hidden(13, List.of(33, 17), Activation.RELU)
                                    .output(10, Loss.SOFTMAX_CROSS_ENTROPY),
                                data,
                                batch,
                                5,
                                new float[0],
                                optimizer)));
  }

  /** In batches of one chunk of the fused path and of several, clipped and not, wide layers too. */
  private static Stream<Course> averages() {
    return Stream.concat(
            optimizers(), data().filter(course -> course.name().contains("uint8 features")))
        .map(course -> course.withAverage(0.9));
  }

  /** Wide and narrow, with masking noise and dropout that scales; images are no squares. */
  private static Stream<Course> shifts() {
    ImageSize size = new ImageSize(28, 28);
    Dataset tall = Problems.labelled(Problems.pixels(SAMPLES, 91), 10);
    Loss loss = Loss.SOFTMAX_CROSS_ENTROPY;
    return Stream.concat(
        Stream.concat(data(), dropouts())
            .filter(course -> course.data().isUint8() && course.data().hasLabels())
            .map(course -> course.withShift(new ImageShift(1, size))),
        Stream.of(
            new Course("images of 7 x 13", Architecture.inputs(91).output(10, loss), tall, 31, 3)
                .withShift(new ImageShift(6, new ImageSize(7, 13))),
            new Course(
                    "images of 13 x 7, dropout",
                    Architecture.inputs(91)
                        .dropout(0.2f)
                        .dense(9, Activation.RELU)
                        .output(10, loss),
                    tall,
                    67,
                    3)
                .withShift(new ImageShift(2, new ImageSize(13, 7)))));
  }

  private static Stream<Course> data() {
    Dataset images = Problems.pixels(SAMPLES, 784);
    Dataset classes = Problems.labelled(images, 10);
    Architecture reference =
        hidden(784, List.of(32, 32), Activation.RELU).output(10, Loss.SOFTMAX_CROSS_ENTROPY);
    Architecture binary =
        hidden(784, List.of(32, 32), Activation.RELU).output(1, Loss.SIGMOID_CROSS_ENTROPY);
    Architecture wide =
        hidden(784, List.of(300, 100), Activation.RELU).output(10, Loss.SOFTMAX_CROSS_ENTROPY);
    float[] tenWeights = {0, 0.5f, 1, 1.5f, 2, 2.5f, 3, 3.5f, 4, 4.5f};
    return Stream.of(
        new Course("uint8 features", reference, classes, 32, 5),
        new Course("uint8 features, wide layers", wide, classes, 32, 3),
        new Course("uint8 features, targets", reference, Problems.targeted(images, 10), 32, 5),
        new Course("ten class weights", reference, classes, 32, 5, tenWeights),
        new Course(
            "two class weights",
            binary,
            Problems.labelled(images, 2),
            32,
            5,
            new float[] {0.25f, 4}));
  }
}
