package dev.weft.app.options;

import dev.weft.runs.Recipe;
import dev.weft.train.TrainingField;
import dev.weft.train.TrainingFields;
import dev.weft.train.TrainingSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Options of a command made from the table of a training's fields, one for each. */
final class FieldOptions {
  private final BiConsumer<TrainingField, String> check;
  private Optional<CommandSpec> command = Optional.empty();

  /**
   * Options whose texts are checked as they are read.
   *
   * @param check throws an IllegalArgumentException for a text that the field does not take
   */
  FieldOptions(BiConsumer<TrainingField, String> check) {
    this.check = check;
  }

  /** Adds them to a command. */
  void addTo(CommandSpec spec, List<TrainingField> fields) {
    command = Optional.of(spec);
    fields.forEach(field -> spec.addOption(option(field)));
  }

  private OptionSpec option(TrainingField field) {
    OptionSpec.Builder option =
        OptionSpec.builder(field.option()).description(field.help() + defaultOf(field));
    if (field.label().isEmpty()) {
      return option.type(boolean.class).arity("0").build();
    }
    option
        .paramLabel(field.label())
        .arity("1")
        .converters(
            Converters.of(
                text -> {
                  check.accept(field, text);
                  return text;
                }));
    if (!field.choices().isEmpty()) {
      option.completionCandidates(field.choices());
    }
    return field.repeatable()
        ? option.type(List.class).auxiliaryTypes(String.class).build()
        : option.type(String.class).build();
  }

  /** What the recipe of the study says of a field that options leave alone. */
  private static String defaultOf(TrainingField field) {
    Recipe reference = Recipe.reference();
    TrainingSpec multiclass = reference.multiclass();
    List<String> many = field.texts(multiclass);
    List<String> two = field.texts(reference.binary());
    if (many.isEmpty() || field.name().equals("task") || field.name().equals("loss")) {
      return "";
    }
    return " Default: "
        + String.join(" ", many)
        + (two.equals(many) ? "" : ", binary " + String.join(" ", two))
        + ".";
  }

  /** Whether an option of the command was given. */
  boolean matched(String option) {
    return parsed().hasMatchedOption(option);
  }

  private ParseResult parsed() {
    return command.orElseThrow().commandLine().getParseResult();
  }

  /** The texts that were given for each field, in the order of the table. */
  Map<TrainingField, List<String>> given() {
    ParseResult parsed = parsed();
    Map<TrainingField, List<String>> given = new LinkedHashMap<>();
    for (TrainingField field : TrainingFields.ALL) {
      if (parsed.hasMatchedOption(field.option())) {
        OptionSpec option = parsed.matchedOption(field.option());
        given.put(field, field.label().isEmpty() ? List.of("") : option.originalStringValues());
      }
    }
    return given;
  }
}
