package io.ocmfed.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between the packages, written down once. */
class ArchitectureTest {

  private static final String ROOT = "io.ocmfed.runtime.";

  private static JavaClasses ours;

  // Not by ArchUnit's own engine: it and Quarkus's test class loaders do not get along.
  @BeforeAll
  static void read() {
    ours =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.ocmfed.runtime");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void holds(String sentence, ArchRule rule) {
    rule.allowEmptyShould(true).because(sentence).check(ours);
  }

  static Stream<Arguments> rules() {
    return Stream.of(
        Arguments.of("settings call nothing of ours", SETTINGS_CALL_NOTHING_OF_OURS),
        Arguments.of("trace calls nothing of ours", TRACE_CALLS_NOTHING_OF_OURS),
        Arguments.of("web calls settings and trace only", WEB_CALLS_SETTINGS_AND_TRACE_ONLY),
        Arguments.of("rpc knows no feature", RPC_KNOWS_NO_FEATURE),
        Arguments.of("endpoint knows no feature", ENDPOINT_KNOWS_NO_FEATURE),
        Arguments.of("gateway knows no peer", GATEWAY_KNOWS_NO_PEER),
        Arguments.of("graph reaches ocm by grpc only", GRAPH_REACHES_OCM_BY_GRPC_ONLY),
        Arguments.of("nobody calls graph", NOBODY_CALLS_GRAPH),
        Arguments.of("peers know no invitations or shares", PEERS_KNOW_NO_INVITATIONS_OR_SHARES),
        Arguments.of("only the gateway touches storage", ONLY_THE_GATEWAY_TOUCHES_STORAGE),
        Arguments.of("the runtime does not know kubernetes", THE_RUNTIME_DOES_NOT_KNOW_KUBERNETES),
        Arguments.of("names say what a class is for", NAMES_SAY_WHAT_A_CLASS_IS_FOR),
        Arguments.of("the lower packages have no cycles", THE_LOWER_PACKAGES_HAVE_NO_CYCLES));
  }

  private static final ArchRule SETTINGS_CALL_NOTHING_OF_OURS = only("settings");

  private static final ArchRule TRACE_CALLS_NOTHING_OF_OURS = only("trace");

  private static final ArchRule WEB_CALLS_SETTINGS_AND_TRACE_ONLY =
      only("web", "settings", "trace");

  private static final ArchRule RPC_KNOWS_NO_FEATURE = only("rpc", "web", "settings", "trace");

  private static final ArchRule ENDPOINT_KNOWS_NO_FEATURE =
      only("endpoint", "rpc", "web", "settings", "trace");

  private static final ArchRule GATEWAY_KNOWS_NO_PEER =
      only("gateway", "endpoint", "rpc", "web", "settings");

  private static final ArchRule GRAPH_REACHES_OCM_BY_GRPC_ONLY =
      only("graph", "gateway", "endpoint", "rpc", "web", "settings", "share.v1");

  private static final ArchRule NOBODY_CALLS_GRAPH =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "graph..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "graph..");

  private static final ArchRule PEERS_KNOW_NO_INVITATIONS_OR_SHARES =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "peer..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "invite..", ROOT + "share..", ROOT + "connection..", ROOT + "notification..");

  private static final ArchRule ONLY_THE_GATEWAY_TOUCHES_STORAGE =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "gateway..", ROOT + "settings..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.nio.file.SecureDirectoryStream");

  private static final ArchRule THE_RUNTIME_DOES_NOT_KNOW_KUBERNETES =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.fabric8..", "io.javaoperatorsdk..", "io.ocmfed.crds..", "io.ocmfed.operator..");

  private static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS_FOR =
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

  private static final ArchRule THE_LOWER_PACKAGES_HAVE_NO_CYCLES =
      slices()
          .matching(ROOT + "(settings|trace|web|rpc|endpoint|gateway|graph)..")
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
            com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(
                    "io.ocmfed.runtime..")
                .and(
                    com.tngtech.archunit.base.DescribedPredicate.not(
                        com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage(
                            allowed))));
  }
}
