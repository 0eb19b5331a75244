package dev.weft.runs.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.runs.TrainingRequest;
import dev.weft.train.Task;
import dev.weft.train.TrainingField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SweepPlanTest {
  static Axis axis(String field, String text) {
    TrainingField of = ValuesTest.field(field);
    return new Axis(field, of, Values.parse(of, text));
  }

  static SweepPlan plan(
      Map<String, String> settings,
      List<Axis> axes,
      OptionalInt trials,
      Optional<Halving> halving) {
    Map<TrainingField, List<String>> given = new LinkedHashMap<>();
    settings.forEach((name, text) -> given.put(ValuesTest.field(name), List.of(text)));
    return new SweepPlan(
        new TrainingRequest("reference", given),
        axes,
        trials,
        0,
        halving,
        List.of(3L, 4L),
        0,
        Objective.VAL_ACCURACY,
        Weights.BEST);
  }

  private static List<Configuration> configurations(SweepPlan plan) {
    return plan.configurations(Task.MULTICLASS, true, Optional.empty());
  }

  @Test
  void aGridIsEveryValueWithEveryOther() {
    List<Configuration> all =
        configurations(
            plan(
                Map.of("epochs", "7"),
                List.of(
                    axis("layers", "784,32,10;784,64,10"),
                    axis("learning_rate", "0.001,0.002,0.003")),
                OptionalInt.empty(),
                Optional.empty()));
    assertEquals(6, all.size());
    assertEquals(Map.of("layers", "784,32,10", "learning_rate", "0.002"), all.get(1).values());
    assertEquals(List.of(784, 64, 10), all.get(5).spec().network().widths());
    assertEquals(0.003f, all.get(5).spec().learningRate());
    for (Configuration one : all) {
      assertEquals(7, one.spec().epochs());
      assertEquals(3, one.spec().seed());
    }
  }

  @Test
  void draws() {
    List<Axis> axes = List.of(axis("learning_rate", "1e-4..1e-2:log"), axis("batch_size", "8,9"));
    List<Configuration> twelve =
        configurations(plan(Map.of(), axes, OptionalInt.of(12), Optional.empty()));
    assertEquals(12, twelve.stream().map(Configuration::values).distinct().count());
    // More draws go on where fewer end.
    assertEquals(
        twelve.subList(0, 5),
        configurations(plan(Map.of(), axes, OptionalInt.of(5), Optional.empty())));
    // Of two values there are no more than two configurations.
    assertEquals(
        2,
        configurations(
                plan(
                    Map.of(),
                    List.of(axis("batch_size", "8,9")),
                    OptionalInt.of(50),
                    Optional.empty()))
            .size());
  }

  @Test
  void rungsRiseToAllEpochs() {
    assertEquals(List.of(1, 3, 9, 20), new Halving(1, 3).rungs(20));
    assertEquals(List.of(2), new Halving(3, 3).rungs(2));
    assertEquals(List.of(27), new Halving(27, 3).rungs(27));
    assertEquals(4, new Halving(1, 3).survivors(10));
    assertEquals(1, new Halving(1, 3).survivors(1));
    assertEquals(new Halving(2, 3), Halving.parse("2"));
    assertEquals(new Halving(2, 4), Halving.parse("2:4"));
    for (String wrong : List.of("0", "2:1", "a", "1:2:3", "")) {
      assertThrows(IllegalArgumentException.class, () -> Halving.parse(wrong), wrong);
    }
  }

  @Test
  void saysWhatDoesNotGoTogether() {
    List<String> messages = new ArrayList<>();
    for (List<Axis> axes :
        List.of(
            List.of(axis("validation", "100,200")),
            List.of(axis("task", "binary,multiclass")),
            List.of(axis("learning_rate", "0.001..0.1")),
            List.of(axis("epochs", "1..400"), axis("batch_size", "1..400")))) {
      messages.add(
          assertThrows(
                  IllegalArgumentException.class,
                  () -> configurations(plan(Map.of(), axes, OptionalInt.empty(), Optional.empty())))
              .getMessage());
    }
    assertEquals(
        List.of(
            "validation is the same for all configurations of a search: name one value",
            "task is the same for all configurations of a search: name one value",
            "learning_rate has more values than can be listed: add trials N to draw N of them",
            "the values make more than 100000 configurations: add trials N to draw N of them"),
        messages);
    List<Axis> epochs = List.of(axis("epochs", "1,2"));
    Optional<Halving> halving = Optional.of(new Halving(1, 3));
    assertThrows(
        IllegalArgumentException.class, () -> plan(Map.of(), epochs, OptionalInt.empty(), halving));
    IllegalArgumentException none =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                configurations(
                    plan(
                        Map.of("validation", "0"),
                        List.of(),
                        OptionalInt.empty(),
                        Optional.empty())));
    assertTrue(none.getMessage().contains("weights last"), none.getMessage());
  }
}
