package io.ocmfed.crds.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The resources as people meet them. */
@ExtendWith(InstalledCrds.Extension.class)
class KubectlTest {

  private static final List<String> APPLIED =
      List.of("instance-full", "trust-full", "invite-issue", "share-outgoing");

  static Stream<Schema> kinds() {
    return Schema.committed().stream();
  }

  @TempDir private static Path folder;

  /** As in Git: without status. */
  @BeforeAll
  static void writeFiles() throws IOException {
    for (Table file : applied()) {
      GenericKubernetesResource declared = file.last();
      declared.getAdditionalProperties().remove("status");
      Files.writeString(folder.resolve(file.name() + ".yaml"), Serialization.asYaml(declared));
    }
  }

  private static List<Table> applied() {
    return Table.in("valid").stream().filter(file -> APPLIED.contains(file.name())).toList();
  }

  /** kubectl diff ends with 1 when there is a difference, which the call reports. */
  @Test
  void applyingTwiceChangesNothing(InstalledCrds crds) throws Exception {
    crds.kubectl("apply", "-f", folder.toString());
    assertThat(crds.kubectl("apply", "-f", folder.toString()).lines()).allMatch(line -> line.endsWith(" unchanged"));
    assertThat(crds.kubectl("diff", "-f", folder.toString())).isEmpty();
    assertThat(crds.kubectl("apply", "--server-side", "--force-conflicts", "-f", folder.toString()))
        .isNotEmpty();
    assertThat(
            crds.kubectl("diff", "--server-side", "--force-conflicts", "-f", folder.toString()))
        .isEmpty();
    crds.kubectl("delete", "-f", folder.toString());
  }

  /** So that a GitOps tool that manages the CRDs sees no difference between Git and cluster. */
  @Test
  void theDefinitionsThemselvesApplyWithoutDifference(InstalledCrds crds) throws Exception {
    crds.kubectl("apply", "--server-side", "--force-conflicts", "-f", "yaml");
    assertThat(crds.kubectl("diff", "--server-side", "--force-conflicts", "-f", "yaml")).isEmpty();
    for (Schema schema : Schema.committed()) {
      String name = schema.crd().at("/metadata/name").asText();
      JsonNode stored =
          Serialization.unmarshal(crds.kubectl("get", "crd", name, "-o", "json"), JsonNode.class);
      assertThat(stored.at("/spec/versions/0")).as(name).isEqualTo(schema.version());
    }
  }

  @Test
  void columnsShowWhatIsAsked(InstalledCrds crds) throws Exception {
    for (Table file : applied()) {
      crds.apply(file.last());
      crds.applyStatus(file.last());
    }

    assertThat(table(crds, "ocmin", "instance-full"))
        .containsExactly(
            List.of("NAME", "DOMAIN", "GATEWAYS", "IN-SYNC", "READY"),
            List.of("instance-full", "cloud-a.localhost:8443", "2", "1/2", "False"));
    assertThat(table(crds, "ocmt", "trust-full"))
        .containsExactly(
            List.of("NAME", "INSTANCE", "PEER", "API", "CONNECTIONS", "READY"),
            List.of("trust-full", "cloud-a", "cloud-b.localhost:9443", "1.2.2", "3", "True"));
    assertThat(table(crds, "ocmi", "invite-issue"))
        .containsExactly(
            List.of("NAME", "TRUST", "TYPE", "USER", "REMOTE-USER", "PHASE", "EXPIRES"),
            List.of(
                "invite-issue",
                "cloud-b",
                "Issue",
                "alice",
                "bob@cloud-b.example.org",
                "Connected",
                "2027-01-31T12:00:00Z"));
    assertThat(table(crds, "ocms", "share-outgoing"))
        .containsExactly(
            List.of("NAME", "DIRECTION", "LOCAL-USER", "REMOTE-USER", "NAME", "PERMISSIONS", "PHASE"),
            List.of(
                "share-outgoing",
                "Outgoing",
                "alice",
                "bob@cloud-b.example.org",
                "report.pdf",
                "[\"read\"]",
                "Accepted"));

    assertThat(crds.kubectl("get", "ocm", "-o", "name").lines())
        .contains(
            "ocminstance.ocmfed.io/instance-full",
            "ocmtrust.ocmfed.io/trust-full",
            "ocminvite.ocmfed.io/invite-issue",
            "ocmshare.ocmfed.io/share-outgoing");
    crds.kubectl("delete", "-f", folder.toString());
  }

  /** The cells of each line, the age (which is last) left out. */
  private static List<List<String>> table(InstalledCrds crds, String kind, String name)
      throws Exception {
    return crds.kubectl("get", kind, name)
        .lines()
        .map(line -> List.of(line.trim().split("\\s{2,}")))
        .map(cells -> cells.subList(0, cells.size() - 1))
        .toList();
  }

  @Test
  void objectsCanBeSelectedByTheirFields(InstalledCrds crds) throws Exception {
    crds.kubectl("apply", "-f", folder.toString());
    assertThat(select(crds, "ocms", "spec.trustRef.name=cloud-b,spec.direction=Outgoing"))
        .contains("share-outgoing");
    assertThat(select(crds, "ocms", "spec.direction=Incoming")).doesNotContain("share-outgoing");
    assertThat(select(crds, "ocmi", "spec.type=Issue")).contains("invite-issue");
    assertThat(select(crds, "ocmi", "status.phase=Connected")).doesNotContain("invite-issue");
    assertThat(select(crds, "ocmt", "spec.domain=cloud-b.localhost:9443")).contains("trust-full");
    crds.kubectl("delete", "-f", folder.toString());
  }

  private static String select(InstalledCrds crds, String kind, String selector) throws Exception {
    return crds.kubectl("get", kind, "-o", "name", "--field-selector", selector);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void explainDescribesEveryField(Schema kind, InstalledCrds crds) throws Exception {
    String plural = kind.crd().at("/spec/names/plural").asText();
    String explanation = crds.kubectl("explain", plural, "--recursive");
    assertThat(explanation).contains("FIELDS:").contains("spec\t<").contains("status\t<");
    assertThat(crds.kubectl("explain", plural + ".spec"))
        .doesNotContain("<no description>")
        .contains("Written by people");
    assertThat(crds.kubectl("explain", plural + ".status.conditions"))
        .contains("Ready")
        .doesNotContain("<no description>");
  }
}
