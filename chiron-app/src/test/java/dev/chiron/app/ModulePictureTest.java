package dev.chiron.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the table of modules in ARCHITECTURE.md, and the habits that a compiler can't. */
class ModulePictureTest {
  /** What each module may use besides itself. */
  private static final Map<String, List<String>> MAY_USE =
      Map.ofEntries(
          entry("core"),
          entry("sandbox", "core"),
          entry("nn", "core"),
          entry("prompting", "core"),
          entry("data", "core", "nn"),
          entry("tuning", "core", "nn", "data"),
          entry("init", "core", "nn", "data"),
          entry("code", "core", "sandbox", "nn", "data", "tuning"),
          entry("testkit", "core", "nn"),
          entry(
              "bench",
              "core",
              "sandbox",
              "nn",
              "prompting",
              "data",
              "tuning",
              "init",
              "code",
              "testkit"),
          entry(
              "app",
              "core",
              "sandbox",
              "nn",
              "prompting",
              "data",
              "tuning",
              "init",
              "code",
              "testkit",
              "bench"));

  private static final JavaClasses CHIRON =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.chiron");

  private static Map.Entry<String, List<String>> entry(String module, String... mayUse) {
    return Map.entry(module, List.of(mayUse));
  }

  @TestFactory
  Stream<DynamicTest> aModuleUsesOnlyTheModulesBeneathIt() {
    return MAY_USE.keySet().stream()
        .sorted()
        .map(
            module -> {
              String[] forbidden =
                  MAY_USE.keySet().stream()
                      .filter(other -> !other.equals(module))
                      .filter(other -> !MAY_USE.getOrDefault(module, List.of()).contains(other))
                      .map(other -> "dev.chiron." + other + "..")
                      .toArray(String[]::new);
              return DynamicTest.dynamicTest(
                  module,
                  () ->
                      noClasses()
                          .that()
                          .resideInAPackage("dev.chiron." + module + "..")
                          .should()
                          .dependOnClassesThat()
                          .resideInAnyPackage(forbidden)
                          .allowEmptyShould(true)
                          .check(CHIRON));
            });
  }

  @TestFactory
  Stream<DynamicTest> thePackagesOfAModuleHaveNoCycles() {
    return MAY_USE.keySet().stream()
        .sorted()
        .map(
            module ->
                DynamicTest.dynamicTest(
                    module,
                    () ->
                        slices()
                            .matching("dev.chiron." + module + ".(**)")
                            .should()
                            .beFreeOfCycles()
                            .allowEmptyShould(true)
                            .check(CHIRON)));
  }

  @Test
  void onlyTheEngineAndWhatIsBuiltOnItTouchesNativeCode() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.chiron.core..", "dev.chiron.prompting..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.bytedeco..", "ai.djl..")
        .check(CHIRON);
  }

  @Test
  void randomnessIsSeeded() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Random.class)
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callMethod(java.util.Collections.class, "shuffle", List.class)
        .check(CHIRON);
  }

  @Test
  void onlyTheCommandsEntryEndsTheProcess() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.chiron.app.Main")
        .should()
        .callMethod(System.class, "exit", int.class)
        .check(CHIRON);
  }

  @Test
  void onlyTheCommandPrints() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.chiron.app")
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe(
                "is a standard stream",
                (JavaAccess<?> access) ->
                    access.getTargetOwner().isEquivalentTo(System.class)
                        && List.of("out", "err").contains(access.getTarget().getName())))
        .check(CHIRON);
  }

  @Test
  void everyPackageIsExplainedAndHasItsNullsMarked() {
    List<String> unexplained =
        CHIRON.stream()
            .map(JavaClass::getPackage)
            .distinct()
            .filter(each -> !each.getName().endsWith(".jmh_generated")) // JMH writes these
            .filter(each -> each.tryGetAnnotationOfType(NullMarked.class).isEmpty())
            .map(each -> each.getName())
            .toList();
    assertThat(unexplained).isEmpty();
  }

  @Test
  void publicTypesOfTheCommandStayBehindIt() {
    classes()
        .that()
        .resideInAPackage("dev.chiron.app.command")
        .and()
        .haveSimpleNameEndingWith("Command")
        .and()
        .doNotHaveSimpleName("ChironCommand")
        .should()
        .notBePublic()
        .check(CHIRON);
  }
}
