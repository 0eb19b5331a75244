package dev.weft.interchange;

import dev.weft.model.ModelMetadata;
import dev.weft.nn.Architecture;
import java.util.List;
import java.util.Optional;

/**
 * A model read from another framework's file.
 *
 * @param format what the file turned out to be, for people
 * @param architecture of the network
 * @param parameters flat, in the order of {@link Architecture#tensors}
 * @param metadata of the model, where Weft itself had exported it
 * @param notes what was assumed, converted or left out
 */
public record Imported(
    String format,
    Architecture architecture,
    float[] parameters,
    Optional<ModelMetadata> metadata,
    List<String> notes) {
  public Imported {
    format = Shown.text(format);
    notes = notes.stream().map(Shown::text).toList();
  }
}
