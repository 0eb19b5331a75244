package dev.weft.interchange.keras;

import dev.weft.interchange.DenseTensors;
import dev.weft.interchange.LayerStack;
import dev.weft.interchange.Note;
import dev.weft.interchange.hdf5.Hdf5Group;
import java.util.ArrayList;
import java.util.List;

/**
 * The weights of a Keras model.
 *
 * @param layers the dense layers in their order; named as in the configuration in Keras 2, by their
 *     class in Keras 3
 * @param notes what was left out
 */
record KerasWeights(List<DenseTensors> layers, List<Note> notes) {
  private static final String LEGACY_WEIGHTS = "model_weights";

  KerasWeights {
    layers = List.copyOf(layers);
    notes = List.copyOf(notes);
  }

  LayerStack stack() {
    return new LayerStack(layers);
  }

  /**
   * Finds them in an HDF5 file.
   *
   * @throws IllegalArgumentException where it is no file of Keras, or holds what is no dense layer
   */
  static KerasWeights of(Hdf5Group root) {
    if (root.texts(LegacyWeights.LAYER_NAMES).isPresent() || hasChunkedNames(root)) {
      return LegacyWeights.read(root);
    }
    if (root.group(LEGACY_WEIGHTS).isPresent()) {
      KerasWeights weights = LegacyWeights.read(root.group(LEGACY_WEIGHTS).get());
      return root.group("optimizer_weights").isPresent()
          ? weights.with(Note.of("the state of optimizer was left out"))
          : weights;
    }
    return CurrentWeights.read(root);
  }

  private static boolean hasChunkedNames(Hdf5Group root) {
    return root.texts(LegacyWeights.LAYER_NAMES + "0").isPresent();
  }

  private KerasWeights with(Note note) {
    List<Note> all = new ArrayList<>(notes);
    all.add(note);
    return new KerasWeights(layers, all);
  }
}
