package io.ocmfed.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the packages, written down once. */
@AnalyzeClasses(
    packages = "io.ocmfed.runtime",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String ROOT = "io.ocmfed.runtime.";

  @ArchTest
  static final ArchRule settingsCallNothingOfOurs = only("settings");

  @ArchTest static final ArchRule webCallsSettingsOnly = only("web", "settings");

  @ArchTest static final ArchRule rpcKnowsNoFeature = only("rpc", "web", "settings");

  @ArchTest
  static final ArchRule endpointKnowsNoFeature = only("endpoint", "rpc", "web", "settings");

  @ArchTest
  static final ArchRule gatewayKnowsNoPeer =
      only("gateway", "endpoint", "rpc", "web", "settings");

  @ArchTest
  static final ArchRule graphReachesOcmByGrpcOnly =
      only("graph", "gateway", "endpoint", "rpc", "web", "settings", "share.v1");

  @ArchTest
  static final ArchRule nobodyCallsGraph =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "graph..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "graph..");

  @ArchTest
  static final ArchRule peersKnowNoInvitationsOrShares =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "peer..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "invite..", ROOT + "share..", ROOT + "connection..", ROOT + "notification..");

  @ArchTest
  static final ArchRule onlyTheGatewayTouchesStorage =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "gateway..", ROOT + "settings..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.nio.file.SecureDirectoryStream");

  @ArchTest
  static final ArchRule theRuntimeDoesNotKnowKubernetes =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.fabric8..", "io.javaoperatorsdk..", "io.ocmfed.crds..", "io.ocmfed.operator..");

  @ArchTest
  static final ArchRule namesSayWhatAClassIsFor =
      classes()
          .that()
          .resideOutsideOfPackage("..v1..")
          .should()
          .haveSimpleNameNotEndingWith("Manager")
          .andShould()
          .haveSimpleNameNotEndingWith("Helper")
          .andShould()
          .haveSimpleNameNotEndingWith("Util")
          .andShould()
          .haveSimpleNameNotEndingWith("Impl");

  @ArchTest
  static final ArchRule theLowerPackagesHaveNoCycles =
      slices()
          .matching(ROOT + "(settings|web|rpc|endpoint|gateway|graph)..")
          .should()
          .beFreeOfCycles();

  private static ArchRule only(String from, String... to) {
    String[] allowed = new String[to.length + 1];
    allowed[0] = ROOT + from + "..";
    for (int i = 0; i < to.length; i++) {
      allowed[i + 1] = ROOT + to[i] + "..";
    }
    return noClasses()
        .that()
        .resideInAPackage(ROOT + from + "..")
        .should()
        .dependOnClassesThat(
            com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(ROOT + "..")
                .and(
                    com.tngtech.archunit.base.DescribedPredicate.not(
                        com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage(
                            allowed))));
  }
}
