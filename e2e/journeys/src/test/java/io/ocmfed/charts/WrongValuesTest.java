package io.ocmfed.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong value is refused with a sentence that names it. */
@Tag("charts")
class WrongValuesTest {

  /** Values, separated by a space, and a part of what Helm says. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          domain=Cloud-A.example.org          | "Cloud-A.example.org" is not a provider; write a host name in lower case
          domain=https://cloud-a.example.org  | without https:// and without a path
          domain=cloud-a.example.org:443      | the port must be at most 65535, and is left out when it is 443
          domain=cloud-a.example.org:70000    | the port must be at most 65535, and is left out when it is 443
          publicUrl=http://cloud-a            | publicUrl: "http://cloud-a" must be https://host
          replica=3                           | 'replica'
          gateway.replica=3                   | 'replica'
          gateway.replicas=two                | want integer
          ingress.enabled=perhaps             | want boolean
          image.pullPolicy=Sometimes          | pullPolicy
          image.digest=latest                 | digest
          postgresql.user=robert'); drop      | user
          postgresql.bundled=false            | externalDatabase.jdbcUrl: needed because postgresql.bundled is false
          externalDatabase.jdbcUrl=jdbc:x     | set postgresql.bundled=false to use your own database
          internalTls.existingSecrets.ocm=a   | internalTls.existingSecrets.gateway, internalTls.existingSecrets.graph, internalTls.existingSecrets.postgres: needed because internalTls.existingSecrets.ocm is set
          generateSecrets=false               | admin.existingSecret, internalToken.existingSecret, keys.existingSecret, postgresql.existingSecret
          httpRoute.enabled=true              | httpRoute.parentRefs: name the Gateway
          """)
  void ofTheRuntimeChart(String value, String sentence) {
    refused(Chart.runtime(), sentence, "domain=cloud-a.example.org", value);
  }

  @Test
  void aMissingDomain() {
    refused(Chart.runtime(), "domain: say which OCM provider this installation is");
  }

  @ParameterizedTest
  @CsvSource({"password=hunter2", "user=me&password=hunter2"})
  void aPasswordInTheUrlOfTheDatabase(String query) {
    refused(
        Chart.runtime(),
        "externalDatabase.jdbcUrl: holds a password",
        "domain=cloud-a.example.org",
        "postgresql.bundled=false",
        "externalDatabase.user=me",
        "externalDatabase.existingSecret=mine",
        "externalDatabase.jdbcUrl=jdbc:postgresql://db.example.org/ocmfed?" + query);
  }

  @Test
  void aPasswordInPlaceOfItsHash() {
    refused(
        Chart.runtime(),
        "the passwordHash of alice is not a bcrypt hash",
        user("alice", "hunter2"));
  }

  @Test
  void aUserIdThatIsAPath() {
    refused(Chart.runtime(), "the id \"../alice\" must consist of letters", user("../alice", "x"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          watchNamespace=a          | 'watchNamespace'
          watchNamespaces=cloud-a   | want array
          replicas=-1               | replicas
          rbac.aggregate.share=true | 'share'
          """)
  void ofTheOperatorChart(String value, String sentence) {
    refused(Chart.operator(), sentence, value);
  }

  private static String[] user(String id, String hash) {
    List<String> values = new ArrayList<>(List.of("domain=cloud-a.example.org"));
    values.add("gateway.users[0].id=" + id);
    values.add("gateway.users[0].login=alice");
    values.add("gateway.users[0].displayName=Alice");
    values.add("gateway.users[0].mail=alice@cloud-a.example.org");
    values.add("gateway.users[0].passwordHash=" + hash);
    return values.toArray(String[]::new);
  }

  private static void refused(Chart chart, String sentence, String... values) {
    assertThatThrownBy(() -> chart.render(values))
        .satisfies(it -> assertThat(it.getMessage()).contains(sentence).doesNotContain("hunter2"));
  }
}
