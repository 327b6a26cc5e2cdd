package io.ocmfed.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The packages, and who may use whom. */
@AnalyzeClasses(
    packages = "io.ocmfed.operator",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String ROOT = "io.ocmfed.operator.";

  @ArchTest
  static final ArchRule ARROWS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("settings")
          .definedBy(ROOT + "settings")
          .layer("trace")
          .definedBy(ROOT + "trace")
          .layer("runtime")
          .definedBy(ROOT + "runtime")
          .layer("watch")
          .definedBy(ROOT + "watch")
          .layer("leader")
          .definedBy(ROOT + "leader")
          .layer("installation")
          .definedBy(ROOT + "installation")
          .layer("status")
          .definedBy(ROOT + "status")
          .layer("wake")
          .definedBy(ROOT + "wake")
          .layer("route")
          .definedBy(ROOT + "route")
          .layer("cleanup")
          .definedBy(ROOT + "cleanup")
          .layer("gateway")
          .definedBy(ROOT + "gateway")
          .layer("instance")
          .definedBy(ROOT + "instance")
          .layer("trust")
          .definedBy(ROOT + "trust")
          .layer("invite")
          .definedBy(ROOT + "invite")
          .layer("share")
          .definedBy(ROOT + "share")
          .layer("mirror")
          .definedBy(ROOT + "mirror")
          .layer("changes")
          .definedBy(ROOT + "changes")
          .layer("health")
          .definedBy(ROOT + "health")
          .whereLayer("settings")
          .mayNotAccessAnyLayer()
          .whereLayer("trace")
          .mayNotAccessAnyLayer()
          .whereLayer("runtime")
          .mayOnlyAccessLayers("settings", "trace")
          .whereLayer("watch")
          .mayNotAccessAnyLayer()
          .whereLayer("leader")
          .mayOnlyAccessLayers("settings")
          .whereLayer("installation")
          .mayOnlyAccessLayers("settings", "watch", "runtime")
          .whereLayer("status")
          .mayOnlyAccessLayers("settings", "runtime")
          .whereLayer("wake")
          .mayOnlyAccessLayers("installation", "leader")
          .whereLayer("route")
          .mayOnlyAccessLayers("installation", "runtime", "status", "wake")
          .whereLayer("cleanup")
          .mayOnlyAccessLayers("settings", "installation", "runtime", "status", "route")
          .whereLayer("gateway")
          .mayOnlyAccessLayers("settings", "installation", "runtime", "leader", "status")
          .whereLayer("instance")
          .mayOnlyAccessLayers(
              "settings", "installation", "runtime", "gateway", "status", "wake", "mirror")
          .whereLayer("trust")
          .mayOnlyAccessLayers(
              "settings", "installation", "runtime", "status", "wake", "route", "cleanup")
          .whereLayer("invite")
          .mayOnlyAccessLayers(
              "settings", "installation", "runtime", "status", "wake", "route", "cleanup")
          .whereLayer("share")
          .mayOnlyAccessLayers(
              "settings", "installation", "runtime", "status", "wake", "route", "cleanup")
          .whereLayer("mirror")
          .mayOnlyAccessLayers(
              "settings", "installation", "runtime", "status", "wake", "watch", "route", "share")
          .whereLayer("changes")
          .mayOnlyAccessLayers(
              "settings", "installation", "runtime", "leader", "gateway", "wake", "route", "mirror")
          .whereLayer("health")
          .mayOnlyAccessLayers("installation");

  @ArchTest
  static final ArchRule RUNTIME_CLIENT_KNOWS_NO_KUBERNETES =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "runtime")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.fabric8..", "io.javaoperatorsdk..", "io.ocmfed.crds..");

  @ArchTest
  static final ArchRule OPERATOR_KNOWS_NO_STORE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.jdbi..", "io.ocmfed.runtime..");

  @ArchTest
  static final ArchRule DECISIONS_HAVE_NO_EFFECTS =
      noClasses()
          .that()
          .haveSimpleNameEndingWith("Decision")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.fabric8.kubernetes.client.dsl..",
              "io.javaoperatorsdk..",
              "io.vertx..",
              ROOT + "wake")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("io.fabric8.kubernetes.client.KubernetesClient");
}
