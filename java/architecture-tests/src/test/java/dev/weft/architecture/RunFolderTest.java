package dev.weft.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a run's folder looks like is known to the module runs alone: others ask it for a path. */
class RunFolderTest {
  /** Names of files in it, whole or put together ({@code \1} stands for what is put in). */
  private static final Pattern FILE_NAME =
      Pattern.compile(
          "results\\.json|report\\.html|(history|confusion)-\1?(\\.csv)?|\1?-best"
              + "|(\1|[a-z]+)?-best\\.safetensors|checkpoint-.*");

  @Test
  void filesAreNamedInRunsAlone() {
    noClasses()
        .that(describe("are not of runs", c -> !Module.RUNS.has(c)))
        .should(nameItsFiles())
        .check(Weft.CLASSES);
  }

  @Test
  void theRuleSeesThemThere() {
    classes()
        .that()
        .haveFullyQualifiedName("dev.weft.runs.RunFolder")
        .should(nameItsFiles())
        .check(Weft.CLASSES);
  }

  private static ArchCondition<JavaClass> nameItsFiles() {
    return new ArchCondition<>("name files of a run's folder") {
      @Override
      public void check(JavaClass javaClass, ConditionEvents events) {
        String names =
            String.join(
                ", ",
                StringConstants.of(javaClass).stream()
                    .filter(text -> FILE_NAME.matcher(text).matches())
                    .map(text -> '"' + text.replace("\1", "...") + '"')
                    .toList());
        events.add(
            new SimpleConditionEvent(
                javaClass, !names.isEmpty(), javaClass.getName() + " has " + names));
      }
    };
  }
}
