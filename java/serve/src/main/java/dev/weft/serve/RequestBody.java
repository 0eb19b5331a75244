package dev.weft.serve;

import java.util.List;

/** What a body holds, before any picture in it is decoded. */
sealed interface RequestBody {
  /** The names of the models that the body asks for; empty where it names none. */
  List<String> models();

  /** The same with these names of models. */
  RequestBody withModels(List<String> names);

  /** Pictures. */
  record Pictures(List<EncodedPicture> pictures, List<String> models) implements RequestBody {
    @Override
    public Pictures withModels(List<String> names) {
      return new Pictures(pictures, names);
    }
  }

  /**
   * Rows of numbers.
   *
   * @param values [samples, width], as networks take them
   */
  record Rows(float[] values, int samples, int width, List<String> models) implements RequestBody {
    @Override
    public Rows withModels(List<String> names) {
      return new Rows(values, samples, width, names);
    }
  }
}
