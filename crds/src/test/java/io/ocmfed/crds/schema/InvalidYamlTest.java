package io.ocmfed.crds.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong is refused, with the sentences that the file expects and no others. */
@ExtendWith(InstalledCrds.Extension.class)
class InvalidYamlTest {

  static Stream<Table> files() {
    return Table.in("invalid").stream();
  }

  @ParameterizedTest
  @MethodSource("files")
  void isRefusedWithTheSentence(Table file, InstalledCrds crds) {
    file.documents().subList(0, file.documents().size() - 1).forEach(crds::apply);

    KubernetesClientException refusal =
        catchThrowableOfType(KubernetesClientException.class, () -> crds.apply(file.last()));

    assertThat(refusal).as("the API server took it").isNotNull();
    assertThat(refusal.getCode()).isEqualTo(422);
    List<StatusCause> causes =
        refusal.getStatus().getDetails().getCauses().stream()
            .filter(cause -> !cause.getMessage().contains("some validation rules were not checked"))
            .toList();
    assertThat(causes).as(refusal.getMessage()).hasSameSizeAs(file.complaints());
    for (String complaint : file.complaints()) {
      String field = complaint.substring(0, complaint.indexOf(": "));
      String sentence = complaint.substring(complaint.indexOf(": ") + 2);
      assertThat(causes)
          .as(complaint)
          .anyMatch(
              cause -> cause.getField().equals(field) && cause.getMessage().contains(sentence));
    }
  }

  @Test
  void everyRuleHasAFile() {
    Set<String> rules = new TreeSet<>();
    for (Schema schema : Schema.committed()) {
      schema.eachField(
          (path, field) ->
              field
                  .path("x-kubernetes-validations")
                  .forEach(
                      rule ->
                          rules.add(
                              schema.kind() + " " + path + ": " + rule.path("message").asText())));
    }
    Set<String> complaints = new TreeSet<>();
    Table.in("invalid")
        .forEach(
            file ->
                file.complaints()
                    .forEach(
                        complaint ->
                            complaints.add(
                                file.last().getKind()
                                    + " "
                                    + complaint.replaceAll("\\[[0-9]+\\]", "[]"))));

    assertThat(rules).hasSizeGreaterThan(40);
    rules.removeAll(complaints);
    assertThat(rules).as("rules that no file in invalid/ breaks").isEmpty();
  }
}
