package dev.weft.app.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.runs.training.ClassWeighting;
import dev.weft.runs.training.Schedule;
import dev.weft.runs.training.ValidationSize;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ConvertersTest {
  @Test
  void readsSchedules() {
    Converters.ScheduleText converter = new Converters.ScheduleText();
    assertEquals(new Schedule.Constant(), converter.convert("constant"));
    assertEquals(new Schedule.Step(0.5f, 3), converter.convert("step:0.5:3"));
    assertEquals(new Schedule.Cosine(0, 0), converter.convert("cosine"));
    assertEquals(new Schedule.Cosine(2, 0), converter.convert("cosine:2"));
    assertEquals(new Schedule.Cosine(2, 1e-5f), converter.convert("cosine:2:1e-5"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "linear",
        "constant:1",
        "step",
        "step:0.5",
        "step:0:3",
        "step:0.5:0",
        "step:nan:2",
        "cosine:-1",
        "cosine:1:-1",
        "cosine:1:2:3",
        "cosine:x"
      })
  void refusesOtherSchedules(String text) {
    assertThrows(TypeConversionException.class, () -> new Converters.ScheduleText().convert(text));
  }

  @Test
  void scheduleTextsReadBack() {
    Converters.ScheduleText converter = new Converters.ScheduleText();
    for (String text : List.of("constant", "step:0.5:3", "cosine:2:1.0E-5")) {
      assertEquals(text, converter.convert(text).toString());
    }
  }

  @Test
  void readsValidationAsSamplesOrFraction() {
    Converters.Validation converter = new Converters.Validation();
    assertEquals(new ValidationSize.Samples(10_000), converter.convert("10000"));
    assertEquals(new ValidationSize.Samples(0), converter.convert("0"));
    assertEquals(new ValidationSize.Fraction(0.2), converter.convert("0.2"));
    for (String wrong : List.of("1.0", "0.0", "-5", "half", "")) {
      assertThrows(TypeConversionException.class, () -> converter.convert(wrong), wrong);
    }
  }

  @Test
  void readsPatience() {
    assertEquals(OptionalInt.of(5), new Converters.Patience().convert("5"));
    assertEquals(OptionalInt.empty(), new Converters.Patience().convert("off"));
    assertThrows(TypeConversionException.class, () -> new Converters.Patience().convert("0"));
  }

  @Test
  void readsClassWeights() {
    Converters.ClassWeights converter = new Converters.ClassWeights();
    assertEquals(new ClassWeighting.Balanced(), converter.convert("balanced"));
    assertEquals(new ClassWeighting.Given(List.of(1f, 0.5f)), converter.convert("1,0.5"));
    for (String wrong : List.of("1,", "0,0", "-1,1", "NaN,1", "even")) {
      assertThrows(TypeConversionException.class, () -> converter.convert(wrong), wrong);
    }
  }

  @Test
  void readsRangesAndDropout() {
    assertEquals(new SampleRange(0, 3200), new Converters.Range().convert("0:3200"));
    assertEquals(new DropoutOption(0.2f, 1), new Converters.DropoutAt().convert("0.2@1"));
    for (String wrong : List.of("5", "5:5", "-1:5", "1:2:3", ":")) {
      assertThrows(
          TypeConversionException.class, () -> new Converters.Range().convert(wrong), wrong);
    }
    for (String wrong : List.of("0.2", "1@1", "-0.1@1", "0.2@-1", "@", "NaN@1")) {
      assertThrows(
          TypeConversionException.class, () -> new Converters.DropoutAt().convert(wrong), wrong);
    }
  }
}
