package org.popdns.health;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of the design, as far as this room goes. */
@AnalyzeClasses(
    packages = "org.popdns.health",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule knowsNothingOfDns =
      noClasses().should().dependOnClassesThat().resideInAPackage("org.xbill..");

  @ArchTest
  static final ArchRule readsTheModelOnly =
      noClasses()
          .should()
          .dependOnClassesThat(
              describe(
                  "are of another room, but for the configuration's model",
                  ArchitectureTest::isForeign));

  @ArchTest
  static final ArchRule probesKnowNothingOfStates =
      noClasses()
          .that()
          .resideInAPackage("org.popdns.health.probe..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.popdns.health");

  private static boolean isForeign(JavaClass type) {
    String room = type.getPackageName();
    return room.startsWith("org.popdns.")
        && !room.equals("org.popdns.config.model")
        && !room.startsWith("org.popdns.health");
  }
}
