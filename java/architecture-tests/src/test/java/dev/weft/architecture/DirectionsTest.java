package dev.weft.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing points back: each module uses what {@link Module} says and nothing else. */
class DirectionsTest {
  private static final DescribedPredicate<JavaClass> LIBRARY =
      describe("for other programs", c -> !Module.APP.has(c) && !Module.BENCHMARKS.has(c));

  /** Has words for why a transfer failed, without making one. */
  private static final String WORDS = "dev.weft.files.IoErrors";

  @ParameterizedTest
  @EnumSource
  void aModuleUsesWhatStandsInTheTable(Module module) {
    classes()
        .that(belongTo(module))
        .and(are(describe("other than IoErrors", c -> !c.getFullName().equals(WORDS))))
        .should()
        .onlyDependOnClassesThat(describe("the table allows " + module, module::mayUse))
        .check(Weft.CLASSES);
  }

  @Test
  void theBindingIsForTheNativeBackendsAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.weft.binding..",
            "dev.weft.backend.natives..",
            "dev.weft.backend.cpu..",
            "dev.weft.backend.cuda..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.weft.binding..")
        .check(Weft.CLASSES);
  }

  @Test
  void backendsAreReachedThroughTheirInterfaces() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.weft.backend..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.weft.backend.natives..",
            "dev.weft.backend.cpu..",
            "dev.weft.backend.cuda..",
            "dev.weft.backend.plain..")
        .check(Weft.CLASSES);
  }

  @Test
  void onlyProgramsEndTheProcess() {
    noClasses()
        .that(are(LIBRARY))
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .check(Weft.CLASSES);
  }

  @Test
  void onlyProgramsSpeakToTheTerminal() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(Weft.CLASSES.that(are(LIBRARY)));
  }

  private static DescribedPredicate<JavaClass> belongTo(Module module) {
    return describe("belong to " + module, module::has);
  }
}
