package dev.weft.nn;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The function that a dense layer applies to each element of its linear output z = xW + b, with all
 * that others ask about it. {@link #apply} and {@link #backward} are the definition that the native
 * backends follow.
 *
 * <p>An activation prints as options, JSON and model files spell it, {@code relu}, and {@link
 * #parse} reads that; one with a parameter prints it after a colon.
 */
public sealed interface Activation {
  /** y = z. The only choice for the last layer, whose output function belongs to the loss. */
  Activation LINEAR = new Linear();

  /** y = max(0, z). */
  Activation RELU = new Relu();

  /** y = 1 / (1 + exp(-z)). */
  Activation SIGMOID = new Sigmoid();

  /** y = tanh(z). */
  Activation TANH = new Tanh();

  /**
   * y = z &middot; &Phi;(z) with the normal distribution's &Phi;, exact rather than the tanh
   * approximation (Hendrycks and Gimpel, 2016, arXiv:1606.08415), as Keras and PyTorch have it.
   */
  Activation GELU = new Gelu();

  /** One of each kind, its parameter an example. */
  List<Activation> KINDS = List.of(LINEAR, RELU, SIGMOID, TANH, GELU, new LeakyRelu(0.1f));

  /** The kind's name, which is also that of Keras. */
  String name();

  /** WEFT_... in the C ABI. */
  int code();

  /** The kind's operator in ONNX; {@code Identity} leaves no node. */
  String onnxOperator();

  /** y = activation(z). */
  float apply(float z);

  /** dz = dy &middot; activation'(z), with y = activation(z). */
  float backward(float z, float y, float dy);

  /** The parameter, of a kind that has one. */
  default Optional<Float> parameter() {
    return Optional.empty();
  }

  /**
   * The same kind with another parameter.
   *
   * @throws IllegalArgumentException where the kind has none, or not such a one
   */
  default Activation withParameter(float parameter) {
    throw new IllegalArgumentException(name() + " takes no parameter, such as " + parameter);
  }

  /** The parameter by the name that ONNX gives it; empty where there is none. */
  default Map<String, Float> onnxAttributes() {
    return Map.of();
  }

  /**
   * The activation that a text spells.
   *
   * @throws IllegalArgumentException where it spells none; the message names those that there are
   */
  static Activation parse(String text) {
    String[] parts = text.split(":", 2);
    for (Activation kind : KINDS) {
      if (kind.name().equals(parts[0])) {
        if (parts.length == 1 && kind.parameter().isEmpty()) {
          return kind;
        }
        if (parts.length == 2) {
          return kind.withParameter(number(parts[1], text));
        }
      }
    }
    throw new IllegalArgumentException(
        "the activation '" + text + "' does not exist, expected one of " + names());
  }

  private static float number(String part, String text) {
    try {
      return Float.parseFloat(part);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "the activation '" + text + "' has '" + part + "' in place of a number", e);
    }
  }

  /** How all kinds are spelt, for messages. */
  static String names() {
    return KINDS.stream().map(Activation::toString).collect(Collectors.joining(", "));
  }

  /**
   * y = z where z is above 0, else slope &middot; z (Maas, Hannun and Ng, 2013). The derivative at
   * 0 is the slope.
   *
   * @param slope 0 &lt;= slope &lt; 1
   */
  record LeakyRelu(float slope) implements Activation {
    public LeakyRelu {
      if (!(slope >= 0 && slope < 1)) {
        throw new IllegalArgumentException("the slope of leaky_relu lies in [0, 1), not " + slope);
      }
    }

    @Override
    public String name() {
      return "leaky_relu";
    }

    @Override
    public int code() {
      return 5;
    }

    @Override
    public Optional<Float> parameter() {
      return Optional.of(slope);
    }

    @Override
    public Activation withParameter(float parameter) {
      return new LeakyRelu(parameter);
    }

    @Override
    public String onnxOperator() {
      return "LeakyRelu";
    }

    @Override
    public Map<String, Float> onnxAttributes() {
      return Map.of("alpha", slope);
    }

    @Override
    public float apply(float z) {
      return z > 0 ? z : slope * z;
    }

    @Override
    public float backward(float z, float y, float dy) {
      return y > 0 ? dy : slope * dy;
    }

    @Override
    public String toString() {
      return name() + ":" + slope;
    }
  }

  /** {@link Activation#LINEAR}. */
  record Linear() implements Activation {
    @Override
    public String name() {
      return "linear";
    }

    @Override
    public int code() {
      return 0;
    }

    @Override
    public String onnxOperator() {
      return "Identity";
    }

    @Override
    public float apply(float z) {
      return z;
    }

    @Override
    public float backward(float z, float y, float dy) {
      return dy;
    }

    @Override
    public String toString() {
      return name();
    }
  }

  /** {@link Activation#RELU}. */
  record Relu() implements Activation {
    @Override
    public String name() {
      return "relu";
    }

    @Override
    public int code() {
      return 1;
    }

    @Override
    public String onnxOperator() {
      return "Relu";
    }

    @Override
    public float apply(float z) {
      return Math.max(0, z);
    }

    @Override
    public float backward(float z, float y, float dy) {
      return y > 0 ? dy : 0;
    }

    @Override
    public String toString() {
      return name();
    }
  }

  /** {@link Activation#SIGMOID}. */
  record Sigmoid() implements Activation {
    @Override
    public String name() {
      return "sigmoid";
    }

    @Override
    public int code() {
      return 2;
    }

    @Override
    public String onnxOperator() {
      return "Sigmoid";
    }

    @Override
    public float apply(float z) {
      return (float) of(z);
    }

    /** 1 / (1 + exp(-z)) without overflow. */
    static double of(double z) {
      return z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
    }

    @Override
    public float backward(float z, float y, float dy) {
      return dy * (y * (1 - y));
    }

    @Override
    public String toString() {
      return name();
    }
  }

  /** {@link Activation#TANH}. */
  record Tanh() implements Activation {
    @Override
    public String name() {
      return "tanh";
    }

    @Override
    public int code() {
      return 3;
    }

    @Override
    public String onnxOperator() {
      return "Tanh";
    }

    @Override
    public float apply(float z) {
      return (float) Math.tanh(z);
    }

    @Override
    public float backward(float z, float y, float dy) {
      return dy * (1 - y * y);
    }

    @Override
    public String toString() {
      return name();
    }
  }

  /** {@link Activation#GELU}. */
  record Gelu() implements Activation {
    @Override
    public String name() {
      return "gelu";
    }

    @Override
    public int code() {
      return 4;
    }

    @Override
    public String onnxOperator() {
      return "Gelu";
    }

    @Override
    public float apply(float z) {
      return (float) (z * Normal.distribution(z));
    }

    @Override
    public float backward(float z, float y, float dy) {
      return (float) (dy * (Normal.distribution(z) + z * Normal.density(z)));
    }

    @Override
    public String toString() {
      return name();
    }
  }
}
