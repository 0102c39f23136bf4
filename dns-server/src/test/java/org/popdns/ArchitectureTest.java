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
import org.junit.jupiter.api.Test;
import org.popdns.cli.Popdns;

/** The arrows of the design within this room. */
final class ArchitectureTest {

  /** All of this module, whatever its packages are called. */
  private static final JavaClasses ROOM =
      new ClassFileImporter()
          .importUrl(Popdns.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  void arrows_pointOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .ensureAllClassesAreContainedInArchitecture()
        .layer("cli")
        .definedBy("org.popdns.cli..")
        .layer("platform")
        .definedBy("org.popdns.platform..")
        .layer("admin")
        .definedBy("org.popdns.admin..")
        .layer("state")
        .definedBy("org.popdns.state..")
        .layer("status")
        .definedBy("org.popdns.status..")
        .layer("fitness")
        .definedBy("org.popdns.fitness..")
        .layer("steering")
        .definedBy("org.popdns.steering..")
        .layer("events")
        .definedBy("org.popdns.events..")
        .layer("orders")
        .definedBy("org.popdns.orders..")
        .layer("notify")
        .definedBy("org.popdns.notify..")
        .layer("snapshot")
        .definedBy("org.popdns.snapshot..")
        .layer("place")
        .definedBy("org.popdns.place..")
        .layer("region")
        .definedBy("org.popdns.region..")
        .layer("answer")
        .definedBy("org.popdns.answer..")
        .layer("sample")
        .definedBy("org.popdns.sample..")
        .layer("transport")
        .definedBy("org.popdns.transport..")
        .layer("publish")
        .definedBy("org.popdns.publish..")
        .layer("announce")
        .definedBy("org.popdns.announce..")
        .layer("report")
        .definedBy("org.popdns.report..")
        .layer("explain")
        .definedBy("org.popdns.explain..")
        .layer("impact")
        .definedBy("org.popdns.impact..")
        .layer("map")
        .definedBy("org.popdns.map..")
        .layer("control")
        .definedBy("org.popdns.control..")
        .layer("demo")
        .definedBy("org.popdns.demo..")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("platform")
        .mayOnlyBeAccessedByLayers("transport", "state", "publish", "notify")
        .whereLayer("admin")
        .mayOnlyBeAccessedByLayers(
            "events",
            "orders",
            "notify",
            "publish",
            "announce",
            "report",
            "explain",
            "impact",
            "control",
            "demo",
            "cli")
        .whereLayer("state")
        .mayOnlyBeAccessedByLayers(
            "events", "orders", "notify", "publish", "announce", "report", "control", "cli")
        .whereLayer("status")
        .mayOnlyBeAccessedByLayers(
            "notify", "publish", "announce", "report", "explain", "impact", "control", "cli")
        .whereLayer("fitness")
        .mayOnlyBeAccessedByLayers("events", "orders", "notify", "announce", "report", "control")
        .whereLayer("steering")
        .mayOnlyBeAccessedByLayers(
            "events", "notify", "publish", "report", "explain", "impact", "control", "cli")
        .whereLayer("events")
        .mayOnlyBeAccessedByLayers(
            "notify", "publish", "announce", "report", "explain", "control", "cli")
        .whereLayer("notify")
        .mayOnlyBeAccessedByLayers("control", "cli")
        .whereLayer("orders")
        .mayOnlyBeAccessedByLayers("publish", "announce", "report", "control")
        .whereLayer("snapshot")
        .mayOnlyBeAccessedByLayers(
            "place",
            "region",
            "answer",
            "transport",
            "publish",
            "report",
            "explain",
            "impact",
            "control",
            "cli")
        .whereLayer("place")
        .mayOnlyBeAccessedByLayers(
            "region", "publish", "report", "explain", "impact", "control", "cli")
        .whereLayer("region")
        .mayOnlyBeAccessedByLayers("publish", "report", "explain", "impact", "control", "cli")
        .whereLayer("answer")
        .mayOnlyBeAccessedByLayers(
            "sample", "transport", "publish", "announce", "report", "explain", "impact", "control")
        .whereLayer("sample")
        .mayOnlyBeAccessedByLayers("report", "impact", "control")
        .whereLayer("transport")
        .mayOnlyBeAccessedByLayers("report", "control")
        .whereLayer("publish")
        .mayOnlyBeAccessedByLayers("report", "explain", "impact", "control", "demo", "cli")
        .whereLayer("announce")
        .mayOnlyBeAccessedByLayers("report", "control")
        .whereLayer("report")
        .mayOnlyBeAccessedByLayers("explain", "impact", "control", "cli")
        .whereLayer("explain")
        .mayOnlyBeAccessedByLayers("impact", "control", "cli")
        .whereLayer("impact")
        .mayOnlyBeAccessedByLayers("control", "cli")
        .whereLayer("map")
        .mayOnlyBeAccessedByLayers("explain", "explain", "cli")
        .whereLayer("control")
        .mayOnlyBeAccessedByLayers("demo", "cli")
        .whereLayer("demo")
        .mayOnlyBeAccessedByLayers("cli")
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
  void dataPlane_knowsNothingOfSteering() {
    noClasses()
        .that()
        .resideInAnyPackage("org.popdns.snapshot..", "org.popdns.answer..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.popdns.steering..")
        .check(ROOM);
  }

  @Test
  void dataPlane_knowsNothingOfProbesOrNetty() {
    noClasses()
        .that()
        .resideInAnyPackage("org.popdns.snapshot..", "org.popdns.answer..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.popdns.health..", "org.popdns.time..", "io.netty..", "org.slf4j..", "java.net..")
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
        .resideOutsideOfPackages(
            "org.popdns.admin..",
            "org.popdns.state..",
            "org.popdns.orders..",
            "org.popdns.status..",
            "org.popdns.events..",
            "org.popdns.notify..",
            "org.popdns.announce..",
            "org.popdns.publish..",
            "org.popdns.explain..",
            "org.popdns.impact..",
            "org.popdns.control..",
            "org.popdns.demo..",
            "org.popdns.cli..")
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
  void metricsLibrary_staysInTheExposition() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("org.popdns.report.metrics.Exposition")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.prometheus..")
        .check(ROOM);
  }

  @Test
  void databaseLibrary_staysWherePlacesAreRead() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.popdns.place..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.maxmind..")
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
  void loaderOfConfiguration_isForWhatTakesItUpAndTells() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "org.popdns.state..",
            "org.popdns.announce..",
            "org.popdns.publish..",
            "org.popdns.report..",
            "org.popdns.explain..",
            "org.popdns.impact..",
            "org.popdns.control..",
            "org.popdns.demo..",
            "org.popdns.cli..")
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

  @Test
  void whatIsToldWhen_isPure() {
    noClasses()
        .that()
        .resideInAPackage("org.popdns.notify.alert")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.util.concurrent..", "java.nio..", "java.net..", "org.slf4j..", "jakarta..")
        .check(ROOM);
  }

  @Test
  void mailLibrary_staysWhereMessagesAreDelivered() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.popdns.notify.delivery")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta..", "org.eclipse.angus..")
        .check(ROOM);
  }

  private static boolean isConfigurationBeyondItsModel(JavaClass type) {
    String room = type.getPackageName();
    return room.startsWith("org.popdns.config.")
        && !room.equals("org.popdns.config.model")
        && !room.equals("org.popdns.config.order");
  }
}
