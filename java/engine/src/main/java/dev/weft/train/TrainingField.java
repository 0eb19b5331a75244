package dev.weft.train;

import dev.weft.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * One field of a {@link TrainingSpec}: its name, what people read about it, and how it is read and
 * written. {@link TrainingFields#ALL} lists them.
 */
public final class TrainingField {
  private final String name;
  private final String option;
  private final String label;
  private final String help;
  private final List<String> choices;
  private final boolean required;
  private final boolean repeatable;
  private final Function<TrainingSpec, List<String>> texts;
  private final Function<TrainingSpec, Object> json;
  private final BiConsumer<SpecBuilder, String> setText;
  private final BiConsumer<SpecBuilder, Object> setJson;

  private TrainingField(
      String name,
      String option,
      String label,
      String help,
      List<String> choices,
      boolean required,
      boolean repeatable,
      Function<TrainingSpec, List<String>> texts,
      Function<TrainingSpec, Object> json,
      BiConsumer<SpecBuilder, String> setText,
      BiConsumer<SpecBuilder, Object> setJson) {
    this.name = name;
    this.option = option;
    this.label = label;
    this.help = help;
    this.choices = List.copyOf(choices);
    this.required = required;
    this.repeatable = repeatable;
    this.texts = texts;
    this.json = json;
    this.setText = setText;
    this.setJson = setJson;
  }

  /** A field whose option has its name, and which every document of ours has. */
  TrainingField(
      String name,
      String label,
      String help,
      Function<TrainingSpec, List<String>> texts,
      Function<TrainingSpec, Object> json,
      BiConsumer<SpecBuilder, String> setText,
      BiConsumer<SpecBuilder, Object> setJson) {
    this(
        name,
        "--" + name.replace('_', '-'),
        label,
        help,
        List.of(),
        true,
        false,
        texts,
        json,
        setText,
        setJson);
  }

  /** The same with an option of another name. */
  TrainingField withOption(String other) {
    return new TrainingField(
        name, other, label, help, choices, required, repeatable, texts, json, setText, setJson);
  }

  /** The same with values that can be completed. */
  TrainingField withChoices(List<String> values) {
    return new TrainingField(
        name, option, label, help, values, required, repeatable, texts, json, setText, setJson);
  }

  /** The same, which documents of earlier versions lack: they mean the builder's default. */
  TrainingField addedLater() {
    return new TrainingField(
        name, option, label, help, choices, false, repeatable, texts, json, setText, setJson);
  }

  /** The same with an option that may be given several times, each adding to what is there. */
  TrainingField repeated() {
    return new TrainingField(
        name, option, label, help, choices, required, true, texts, json, setText, setJson);
  }

  /** Its name in JSON and in messages: {@code batch_size}. */
  public String name() {
    return name;
  }

  /** Its option on the command line: {@code --batch-size}. */
  public String option() {
    return option;
  }

  /** What stands for the option's value in help; empty where the option takes none. */
  public String label() {
    return label;
  }

  /** What it is, in a line for people. */
  public String help() {
    return help;
  }

  /** The values that can be completed, where they are few. */
  public List<String> choices() {
    return choices;
  }

  /** Whether the option may be given several times, each adding to what is there. */
  public boolean repeatable() {
    return repeatable;
  }

  /**
   * The option's values that give what a specification has: none where the option's absence does,
   * {@code ""} for an option without value, several for one that may be repeated.
   */
  public List<String> texts(TrainingSpec spec) {
    return texts.apply(spec);
  }

  /** What a specification has in words for people: {@code off}, {@code none}, {@code yes}. */
  public String words(TrainingSpec spec) {
    Object value = json(spec);
    if (JsonValue.isNull(value)) {
      return "off";
    }
    if (value instanceof Map<?, ?> map && map.isEmpty()) {
      return "none";
    }
    return value instanceof Boolean truth ? (truth ? "yes" : "no") : value.toString();
  }

  /** What a specification has as a value of JSON: text, number, boolean, list, map or null. */
  Object json(TrainingSpec spec) {
    return json.apply(spec);
  }

  /**
   * Sets what an option's value says.
   *
   * @throws IllegalArgumentException where the text is no such value; the message says what was
   *     expected
   */
  public void set(SpecBuilder builder, String text) {
    setText.accept(builder, text);
  }

  /**
   * Sets what a document says.
   *
   * @param value empty where it says nothing
   * @throws IllegalArgumentException where it is no such value; the message begins with the name
   */
  void setJson(SpecBuilder builder, Optional<?> value) {
    if (value.isEmpty()) {
      if (required) {
        throw new IllegalArgumentException(name + " is missing");
      }
      return;
    }
    try {
      setJson.accept(builder, value.get());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
