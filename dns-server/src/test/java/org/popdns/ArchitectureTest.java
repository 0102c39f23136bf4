package org.popdns;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows of the design within this room. */
final class ArchitectureTest {

  private static final JavaClasses ROOM =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(
              "org.popdns.platform",
              "org.popdns.snapshot",
              "org.popdns.fitness",
              "org.popdns.steering",
              "org.popdns.answer",
              "org.popdns.transport",
              "org.popdns.control",
              "org.popdns.cli");

  @Test
  void arrows_pointOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("cli")
        .definedBy("org.popdns.cli..")
        .layer("control")
        .definedBy("org.popdns.control..")
        .layer("transport")
        .definedBy("org.popdns.transport..")
        .layer("answer")
        .definedBy("org.popdns.answer..")
        .layer("fitness")
        .definedBy("org.popdns.fitness..")
        .layer("steering")
        .definedBy("org.popdns.steering..")
        .layer("snapshot")
        .definedBy("org.popdns.snapshot..")
        .layer("platform")
        .definedBy("org.popdns.platform..")
        .whereLayer("platform")
        .mayOnlyBeAccessedByLayers("transport", "control")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("control")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("transport")
        .mayOnlyBeAccessedByLayers("control")
        .whereLayer("answer")
        .mayOnlyBeAccessedByLayers("transport", "control")
        .whereLayer("fitness")
        .mayOnlyBeAccessedByLayers("control")
        .whereLayer("steering")
        .mayOnlyBeAccessedByLayers("answer", "control", "cli")
        .whereLayer("snapshot")
        .mayOnlyBeAccessedByLayers("answer", "transport", "control", "cli")
        .check(ROOM);
  }

  @Test
  void platform_knowsNothingOfDns() {
    noClasses()
        .that()
        .resideInAPackage("org.popdns.platform..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.popdns..")
                .and(
                    describe(
                        "outside the platform",
                        type -> !type.getPackageName().equals("org.popdns.platform"))))
        .check(ROOM);
  }

  @Test
  void dataPlane_knowsNothingOfProbesOrNetty() {
    noClasses()
        .that()
        .resideInAnyPackage("org.popdns.snapshot..", "org.popdns.answer..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.popdns.health..", "io.netty..", "org.slf4j..", "java.net..")
        .check(ROOM);
  }

  @Test
  void fitness_isPure() {
    noClasses()
        .that()
        .resideInAPackage("org.popdns.fitness..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.popdns..")
                .and(
                    describe(
                        "outside fitness and the model",
                        type ->
                            !type.getPackageName().endsWith(".fitness")
                                && !type.getPackageName().equals("org.popdns.name")
                                && !type.getPackageName().equals("org.popdns.config.model"))))
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.util.concurrent..", "java.nio..", "org.slf4j..", "java.net.http..")
        .check(ROOM);
  }

  @Test
  void rooms_haveNoCycles() {
    slices().matching("org.popdns.(**)").should().beFreeOfCycles().check(ROOM);
  }

  @Test
  void dnsjava_isForTestsOnly() {
    noClasses().should().dependOnClassesThat().resideInAPackage("org.xbill..").check(ROOM);
  }

  @Test
  void jackson_staysWhereControlJsonIs() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.popdns.control..", "org.popdns.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("tools.jackson..", "com.fasterxml.jackson..")
        .check(ROOM);
  }

  @Test
  void netty_staysInTheTransport() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.popdns.transport..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(ROOM);
  }

  @Test
  void metricsLibrary_staysInTheControlRoom() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.popdns.control..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.prometheus..")
        .check(ROOM);
  }

  @Test
  void picocli_staysInTheCommandLine() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.popdns.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(ROOM);
  }

  @Test
  void linkerAndSystemCalls_stayInThePlatformPackage() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.popdns.platform..")
        .should()
        .dependOnClassesThat(
            describe(
                "reach below the JVM",
                type ->
                    type.getPackageName().startsWith("sun.")
                        || type.getName().equals("java.lang.foreign.Linker")
                        || type.getName().equals("java.lang.foreign.SymbolLookup")))
        .check(ROOM);
  }

  @Test
  void loader_ofConfiguration_isForControlAndCommandLine() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.popdns.control..", "org.popdns.cli..")
        .should()
        .dependOnClassesThat(
            describe("load configuration", ArchitectureTest::isConfigurationBeyondItsModel))
        .check(ROOM);
  }

  @Test
  void names_areNouns() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Utils")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Impl")
        .check(ROOM);
  }

  @Test
  void commands_areOfTheirPackageOnly() {
    classes()
        .that()
        .resideInAPackage("org.popdns.cli")
        .and()
        .haveSimpleNameEndingWith("Command")
        .should()
        .bePackagePrivate()
        .check(ROOM);
  }

  private static boolean isConfigurationBeyondItsModel(JavaClass type) {
    String room = type.getPackageName();
    return room.startsWith("org.popdns.config.") && !room.equals("org.popdns.config.model");
  }
}
