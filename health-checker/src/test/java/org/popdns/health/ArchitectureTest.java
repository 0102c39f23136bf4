package org.popdns.health;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows of the design, as far as this room goes. */
final class ArchitectureTest {
  private static final JavaClasses ROOM =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.popdns.health", "org.popdns.time");

  @Test
  void dnsjava_staysWhereNamesAreResolved() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.popdns.health.resolve")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.xbill..")
        .check(ROOM);
  }

  @Test
  void room_readsOnlyTheModelOfTheConfiguration() {
    noClasses()
        .should()
        .dependOnClassesThat(describe("are of another room", ArchitectureTest::isForeign))
        .check(ROOM);
  }

  @Test
  void rooms_haveNoCycles() {
    slices().matching("org.popdns.(**)").should().beFreeOfCycles().check(ROOM);
  }

  @Test
  void probes_knowNothingOfStates() {
    noClasses()
        .that()
        .resideInAPackage("org.popdns.health.probe..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.popdns.health")
        .check(ROOM);
  }

  @Test
  void time_knowsNothingElse() {
    noClasses()
        .that()
        .resideInAPackage("org.popdns.time")
        .should()
        .dependOnClassesThat(
            describe(
                "are of another room",
                type ->
                    type.getPackageName().startsWith("org.popdns.")
                        && !type.getPackageName().equals("org.popdns.time")))
        .check(ROOM);
  }

  /** What probes say, though not how it is read. */
  private static boolean isKindOfProbe(JavaClass type) {
    return type.getPackageName().startsWith("org.popdns.config.probe.")
        && type.getDirectDependenciesFromSelf().stream()
            .map(dependency -> dependency.getTargetClass().getPackageName())
            .noneMatch(
                room ->
                    room.equals("org.popdns.config.tree")
                        || room.equals("org.popdns.config.problem"));
  }

  private static boolean isForeign(JavaClass type) {
    String room = type.getPackageName();
    return room.startsWith("org.popdns.")
        && !room.equals("org.popdns.config.model")
        && !isKindOfProbe(type)
        && !room.equals("org.popdns.name")
        && !room.equals("org.popdns.time")
        && !room.startsWith("org.popdns.health");
  }
}
