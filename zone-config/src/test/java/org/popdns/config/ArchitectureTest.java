package org.popdns.config;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileReader;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The rooms of zone-config and the arrows between them. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("org.popdns.config");

  @Test
  void arrows_pointOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .ensureAllClassesAreContainedInArchitecture()
        .layer("read")
        .definedBy("org.popdns.config.read")
        .layer("diff")
        .definedBy("org.popdns.config.diff")
        .layer("write")
        .definedBy("org.popdns.config.write")
        .layer("zone")
        .definedBy("org.popdns.config.zone")
        .layer("dynamic")
        .definedBy("org.popdns.config.dynamic")
        .layer("probe")
        .definedBy("org.popdns.config.probe..")
        .layer("order")
        .definedBy("org.popdns.config.order")
        .layer("record")
        .definedBy("org.popdns.config.record")
        .layer("tree")
        .definedBy("org.popdns.config.tree")
        .layer("problem")
        .definedBy("org.popdns.config.problem")
        .layer("source")
        .definedBy("org.popdns.config.source")
        .layer("presentation")
        .definedBy("org.popdns.config.presentation")
        .layer("model")
        .definedBy("org.popdns.config.model")
        .whereLayer("read")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("diff")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("presentation")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("model")
        .mayOnlyAccessLayers("order")
        .whereLayer("order")
        .mayOnlyBeAccessedByLayers("read", "diff", "model")
        .whereLayer("presentation")
        .mayNotAccessAnyLayer()
        .whereLayer("write")
        .mayOnlyBeAccessedByLayers("read", "diff")
        .whereLayer("zone")
        .mayOnlyBeAccessedByLayers("read", "write", "diff")
        .whereLayer("dynamic")
        .mayOnlyBeAccessedByLayers("read", "zone", "write")
        .whereLayer("probe")
        .mayOnlyBeAccessedByLayers("read", "dynamic")
        .whereLayer("record")
        .mayOnlyBeAccessedByLayers("read", "zone", "dynamic", "write", "diff")
        .whereLayer("tree")
        .mayOnlyBeAccessedByLayers("read", "zone", "dynamic", "probe", "record", "write")
        .whereLayer("problem")
        .mayOnlyBeAccessedByLayers("read", "zone", "dynamic", "probe", "record", "tree", "write")
        .whereLayer("source")
        .mayOnlyBeAccessedByLayers("read", "zone", "probe", "tree", "problem")
        .check(CLASSES);
  }

  @Test
  void rooms_haveNoCycles() {
    slices().matching("org.popdns.config.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void dnsjava_staysWhereTextBecomesBytes() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "org.popdns.config.record",
            "org.popdns.config.tree",
            "org.popdns.config.presentation",
            "org.popdns.config.write")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.xbill..")
        .check(CLASSES);
  }

  @Test
  void jackson_staysWhereYamlAndJsonAre() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "org.popdns.config.tree", "org.popdns.config.problem", "org.popdns.config.write")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("tools.jackson..", "org.snakeyaml..")
        .check(CLASSES);
  }

  // What is read elsewhere would not be stored, and a stored configuration would read the disk.
  @Test
  void files_areReadThroughTheirSourceAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.popdns.config.source")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.or(
                type(Files.class),
                type(FileChannel.class),
                type(File.class),
                type(FileInputStream.class),
                type(FileReader.class),
                type(RandomAccessFile.class)))
        .orShould()
        .callMethod(Path.class, "toRealPath", LinkOption[].class)
        .check(CLASSES);
  }

  @Test
  void nothing_looksHostNamesUp_orOpensSockets() {
    noClasses()
        .should()
        .callMethod(InetAddress.class, "getByName", String.class)
        .orShould()
        .callMethod(InetAddress.class, "getAllByName", String.class)
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.net\\.(Socket|ServerSocket|DatagramSocket)")
        .check(CLASSES);
  }
}
