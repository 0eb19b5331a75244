package dev.weft.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SliceRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No two packages need each other, not even in a round, but for what {@link #exceptions} lists. */
class CyclesTest {
  /**
   * A dependency that closes a round and is left in peace. The list only gets shorter: one that is
   * no longer there fails the test until it is taken out.
   *
   * @param from the class that has it
   * @param to the package that it depends on
   */
  private record Exemption(String from, String to, String reason) {
    boolean isIn(JavaClass javaClass) {
      return topLevel(javaClass).getName().equals("dev.weft." + from);
    }

    boolean pointsAt(JavaClass javaClass) {
      return javaClass.getPackageName().equals("dev.weft." + to);
    }
  }

  private static Stream<Exemption> exceptions() {
    String list = "a list of all that there are has to name each";
    return Stream.of(
        new Exemption("backend.Backends", "backend.cpu", list),
        new Exemption("backend.Backends", "backend.cuda", list),
        new Exemption("backend.Backends", "backend.plain", list),
        new Exemption("interchange.ModelImport", "interchange.keras", list),
        new Exemption("interchange.ModelImport", "interchange.tensors", list),
        new Exemption("Engine", "model", "loads a network where users look for it"),
        new Exemption("Network", "model", "saves itself where users look for it"),
        new Exemption("Engine", "train", "makes the network that a training names"),
        new Exemption("UsageException", "train", "spells a training's fields as options"));
  }

  @Test
  void noPackagesNeedEachOther() {
    // Errors stand with the engine's API, where users look, and come from below it.
    SliceRule rule =
        slices()
            .assignedFrom(new Packages())
            .should()
            .beFreeOfCycles()
            .ignoreDependency(alwaysTrue(), engineErrors());
    for (Exemption exemption : exceptions().toList()) {
      rule =
          rule.ignoreDependency(
              describe(exemption.from, exemption::isIn),
              describe(exemption.to, exemption::pointsAt));
    }
    rule.check(Weft.CLASSES);
  }

  @ParameterizedTest
  @MethodSource("exceptions")
  void anExceptionThatIsNotNeededIsTakenOut(Exemption exemption) {
    assertTrue(
        Weft.CLASSES.stream()
            .filter(exemption::isIn)
            .flatMap(javaClass -> javaClass.getDirectDependenciesFromSelf().stream())
            .anyMatch(dependency -> exemption.pointsAt(dependency.getTargetClass())),
        () -> exemption + " is not there any more: take it out of the list");
  }

  private static DescribedPredicate<JavaClass> engineErrors() {
    return describe(
        "errors of the engine",
        c -> c.getPackageName().equals("dev.weft") && c.getSimpleName().endsWith("Exception"));
  }

  private static JavaClass topLevel(JavaClass javaClass) {
    return javaClass.getEnclosingClass().map(CyclesTest::topLevel).orElse(javaClass);
  }

  /** Each package is a slice. */
  private static final class Packages implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
      return SliceIdentifier.of(javaClass.getPackageName());
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }
}
