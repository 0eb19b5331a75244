package dev.weft.model;

import dev.weft.AdamState;
import dev.weft.ModelFileException;
import dev.weft.Network;
import dev.weft.json.JsonWriter;
import dev.weft.nn.Architecture;
import dev.weft.nn.TensorSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A model as a file: safetensors with the tensors {@code dense0.kernel} [in, out], {@code
 * dense0.bias} [out] and so on in float32, the metadata, and on request Adam's state as {@code
 * adam.m.dense0.kernel}, {@code adam.v.dense0.kernel}... so that training can go on. Where the
 * parameters are an average of those that were trained, the latest of these belong to that state as
 * {@code adam.unaveraged.dense0.kernel}...
 *
 * @param metadata what the file says about the model
 * @param parameters flat, in the order of {@link Architecture#tensors}
 * @param adamState to resume training, where the file has it
 */
public record ModelFile(ModelMetadata metadata, float[] parameters, Optional<AdamState> adamState) {

  /** What a file has room for of names, in bytes as {@link #bytesOf} counts them. */
  public static final int MAX_NAME_BYTES = 3 << 20;

  /** The bytes that names of classes or columns take in a file. */
  public static int bytesOf(List<String> names) {
    // The list is a text of JSON within the header's JSON, which escapes it again.
    return JsonWriter.write(JsonWriter.write(names)).getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * Writes a network's parameters as they are. The file is whole or, where writing fails, as it
   * was.
   *
   * @param withAdamState whether Adam's state is written too
   * @throws ModelFileException where it cannot be written
   * @throws IllegalArgumentException where the metadata are of another architecture
   */
  public static void save(
      Path file, Network network, ModelMetadata metadata, boolean withAdamState) {
    if (!metadata.architecture().equals(network.architecture())) {
      throw new IllegalArgumentException("the metadata are of another architecture");
    }
    Optional<AdamState> adam = withAdamState ? Optional.of(network.adamState()) : Optional.empty();
    new ModelFile(metadata, network.parameters(), adam).save(file);
  }

  /**
   * Writes this model. The file is whole or, where writing fails, as it was.
   *
   * @throws ModelFileException where it cannot be written
   * @throws IllegalArgumentException where the arrays do not fit the architecture
   */
  public void save(Path file) {
    save(file, List.of());
  }

  /** The same with further tensors before these. */
  void save(Path file, List<WrittenTensor> further) {
    List<WrittenTensor> tensors = new ArrayList<>(further);
    tensors.addAll(tensors("", parameters));
    adamState.ifPresent(
        adam -> {
          tensors.addAll(tensors(TensorMatch.FIRST_MOMENTS, adam.firstMoments()));
          tensors.addAll(tensors(TensorMatch.SECOND_MOMENTS, adam.secondMoments()));
          adam.unaveraged()
              .ifPresent(latest -> tensors.addAll(tensors(TensorMatch.UNAVERAGED, latest)));
        });
    OptionalLong step =
        adamState.map(adam -> OptionalLong.of(adam.step())).orElse(OptionalLong.empty());
    Map<String, String> facts = MetadataText.format(metadata, step);
    facts.put(ContentChecksum.KEY, ContentChecksum.UNKNOWN);
    Safetensors.write(file, facts, tensors);
  }

  /** A flat array of the network's as its tensors. */
  List<WrittenTensor> tensors(String prefix, float[] flat) {
    Architecture architecture = metadata.architecture();
    if (flat.length != architecture.parameterCount()) {
      throw new IllegalArgumentException(
          flat.length
              + " values for a network of "
              + architecture.parameterCount()
              + " parameters");
    }
    return architecture.tensors().stream()
        .<WrittenTensor>map(spec -> new FloatTensor(prefix, spec, flat))
        .toList();
  }

  /**
   * Reads a model that Weft saved.
   *
   * @throws ModelFileException where it cannot be read, is damaged or lacks something; the message
   *     names file and tensor
   */
  public static ModelFile read(Path file) {
    try (Safetensors tensors = Safetensors.open(file)) {
      if (!MetadataText.isPresent(tensors.header().metadata())) {
        throw ModelFileErrors.foreign(
            file, "its metadata have no 'weft_format', so it is no model that Weft saved");
      }
      ModelFile model = read(tensors);
      tensors.requireChecksum();
      return model;
    } catch (IllegalArgumentException e) {
      throw ModelFileErrors.damaged(file, e.getMessage());
    }
  }

  /** What a file says, apart from its checksum. */
  static ModelFile read(Safetensors tensors) {
    Map<String, String> facts = tensors.header().metadata();
    ModelMetadata metadata = MetadataText.parse(facts);
    Architecture architecture = metadata.architecture();
    OptionalLong step = MetadataText.adamStep(facts);
    TensorMatch.require(
        tensors.header(),
        architecture,
        step.isPresent()
            ? List.of("", TensorMatch.FIRST_MOMENTS, TensorMatch.SECOND_MOMENTS)
            : List.of(""));
    Optional<AdamState> adam = Optional.empty();
    if (step.isPresent()) {
      adam =
          Optional.of(
              new AdamState(
                  step.getAsLong(),
                  flat(tensors, architecture, TensorMatch.FIRST_MOMENTS),
                  flat(tensors, architecture, TensorMatch.SECOND_MOMENTS),
                  unaveraged(tensors, architecture)));
      requireUpdates(adam.get());
    }
    return new ModelFile(metadata, flat(tensors, architecture, ""), adam);
  }

  private static Optional<float[]> unaveraged(Safetensors tensors, Architecture architecture) {
    if (!tensors.header().hasPrefix(TensorMatch.UNAVERAGED)) {
      return Optional.empty();
    }
    TensorMatch.require(tensors.header(), architecture, List.of("", TensorMatch.UNAVERAGED));
    return Optional.of(flat(tensors, architecture, TensorMatch.UNAVERAGED));
  }

  /** Moments come from updates: with their number at 0 they would be taken for much more. */
  private static void requireUpdates(AdamState adam) {
    if (adam.step() > 0) {
      return;
    }
    for (float moment : adam.secondMoments()) {
      if (moment != 0) {
        throw new IllegalArgumentException("its adam_step is 0, but Adam's moments are not");
      }
    }
  }

  /**
   * Requires that all parameters are numbers; nothing that the model computed would be one else.
   *
   * @param file that the model was read from
   * @throws ModelFileException naming file and tensor where they are not
   */
  public void requireFinite(Path file) {
    FiniteValues.require(file, metadata.architecture(), parameters);
  }

  /**
   * Whether a safetensors file says itself what network it holds, as those that Weft saved do.
   *
   * @throws ModelFileException where it cannot be read or is damaged
   */
  public static boolean describesItself(Path file) {
    try (Safetensors tensors = Safetensors.open(file)) {
      return MetadataText.isPresent(tensors.header().metadata());
    }
  }

  /**
   * Reads the parameters alone from any safetensors file with exactly the tensors of an
   * architecture, whoever wrote it; tensors of Adam's state are passed over.
   *
   * @return flat, in the order of {@link Architecture#tensors}
   * @throws ModelFileException where the file cannot be read, is damaged or of another
   *     architecture; the message names file and tensor
   */
  public static float[] readParameters(Path file, Architecture expected) {
    try (Safetensors tensors = Safetensors.open(file)) {
      TensorMatch.require(tensors.header(), expected, List.of(""));
      float[] parameters = flat(tensors, expected, "");
      if (MetadataText.isPresent(tensors.header().metadata())) {
        tensors.requireChecksum();
      }
      return parameters;
    } catch (IllegalArgumentException e) {
      throw ModelFileErrors.damaged(file, e.getMessage());
    }
  }

  static float[] flat(Safetensors tensors, Architecture architecture, String prefix) {
    float[] flat = new float[architecture.parameterCount()];
    for (TensorSpec spec : architecture.tensors()) {
      TensorEntry entry = tensors.header().tensors().get(prefix + spec.name());
      tensors.read(entry, flat, spec.offset());
    }
    return flat;
  }
}
