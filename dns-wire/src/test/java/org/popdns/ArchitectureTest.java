package org.popdns;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

/** The ground floor: names, messages and records know nothing of what stands on them. */
final class ArchitectureTest {

  private static final JavaClasses ROOM =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("org.popdns");

  @Test
  void nothing_isKnownButTheJdk() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideOutsideOfPackages(
                "org.popdns.name..",
                "org.popdns.wire..",
                "org.popdns.record..",
                "java..",
                "org.jspecify.."))
        .check(ROOM);
  }

  @Test
  void names_knowNothingOfRecordsOrMessages() {
    noClasses()
        .that()
        .resideInAPackage("org.popdns.name..")
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.popdns.wire..", "org.popdns.record.."))
        .check(ROOM);
  }

  @Test
  void rooms_haveNoCycles() {
    slices().matching("org.popdns.(**)").should().beFreeOfCycles().check(ROOM);
  }
}
