package dev.weft.serve.models;

import java.util.List;

/** What a client sees under one name: a network, or another reading of a network's outputs. */
public sealed interface ServedModel permits NetworkModel, MappedModel {
  /** Its name in the API. */
  String name();

  /** The network that computes for it. */
  NetworkModel network();

  /** One name a class, in order; empty where the outputs are not classes. */
  List<String> classNames();

  /**
   * The probability of each class.
   *
   * @param outputs of {@link #network}, [samples, outputs]
   * @param sample which row of them
   * @return [classes]
   */
  float[] probabilities(float[] outputs, int sample);

  /**
   * The class that this model says, as an index into {@link #classNames}.
   *
   * @param outputs of {@link #network}, [samples, outputs]
   * @param sample which row of them
   */
  int choice(float[] outputs, int sample);

  /** Whether it says classes, not numbers. */
  default boolean classifies() {
    return !classNames().isEmpty();
  }
}
