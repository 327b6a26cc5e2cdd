package io.ocmfed.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The two folders hang together, with each other and with what the chart names its objects. */
@Tag("charts")
@SuppressWarnings("unchecked")
class ExamplesTest {

  @Test
  void eachFolderListsItsFilesAndNothingElse() throws java.io.IOException {
    for (String cloud : List.of("cloud-a", "cloud-b")) {
      Path folder = Chart.repository().resolve("examples").resolve(cloud);
      var kustomization =
          (Map<String, Object>) Chart.documents(folder.resolve("kustomization.yaml")).getFirst();
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files.map(it -> it.getFileName().toString()))
            .filteredOn(it -> !it.equals("kustomization.yaml"))
            .containsExactlyInAnyOrderElementsOf((List<String>) kustomization.get("resources"));
      }
      assertThat(kustomization.get("namespace")).isEqualTo(cloud);
    }
  }

  @Test
  void bothSidesHoldTheSameTokenOfTheRightTypeAndStrength() {
    Map<String, Object> ours = object("cloud-a/30-invite-token.yaml");
    assertThat(object("cloud-b/30-invite-token.yaml")).isEqualTo(ours);
    assertThat(ours.get("type")).isEqualTo("ocmfed.io/invite-token");
    assertThat(text(ours, "stringData", "token")).matches("[A-Za-z0-9_-]{22,512}");
  }

  @Test
  void theTwoNameEachOther() {
    for (String cloud : List.of("cloud-a", "cloud-b")) {
      String other = cloud.equals("cloud-a") ? "cloud-b" : "cloud-a";
      Map<String, Object> trust = object(cloud + "/20-trust.yaml");
      assertThat(text(trust, "metadata", "name")).isEqualTo(other);
      assertThat(text(trust, "spec", "domain"))
          .isEqualTo(text(object(other + "/10-instance.yaml"), "spec", "domain"));
      assertThat(text(trust, "spec", "instanceRef", "name"))
          .isEqualTo(text(object(cloud + "/10-instance.yaml"), "metadata", "name"));
      Map<String, Object> invite = object(cloud + "/40-invite.yaml");
      assertThat(text(invite, "spec", "trustRef", "name")).isEqualTo(other);
      assertThat(text(invite, "spec", "tokenSecretRef", "name"))
          .isEqualTo(text(object(cloud + "/30-invite-token.yaml"), "metadata", "name"));
    }
    assertThat(text(object("cloud-a/50-share.yaml"), "spec", "remoteUser"))
        .isEqualTo(
            text(object("cloud-b/40-invite.yaml"), "spec", "user")
                + "@"
                + text(object("cloud-b/10-instance.yaml"), "spec", "domain"));
  }

  @Test
  void theInstanceNamesWhatTheChartMakes() {
    Map<String, Object> instance = object("cloud-a/10-instance.yaml");
    Rendered rendered = Chart.runtime().render("domain=" + text(instance, "spec", "domain"));
    rendered.the(
        io.fabric8.kubernetes.api.model.Secret.class,
        text(instance, "spec", "adminSecretRef", "name"));
    assertService(rendered, (Map<String, Object>) field(instance, "spec", "gateway"));
    for (Map<String, Object> runtime :
        (List<Map<String, Object>>) field(instance, "spec", "runtimes")) {
      assertService(rendered, runtime);
    }
  }

  private static void assertService(Rendered rendered, Map<String, Object> named) {
    assertThat(
            rendered
                .the(
                    io.fabric8.kubernetes.api.model.Service.class,
                    (String) named.get("serviceName"))
                .getSpec()
                .getPorts())
        .anyMatch(it -> it.getName().equals(named.get("portName")));
  }

  private static Map<String, Object> object(String file) {
    List<Object> documents = Chart.documents(Chart.repository().resolve("examples").resolve(file));
    assertThat(documents).hasSize(1);
    return (Map<String, Object>) documents.getFirst();
  }

  private static String text(Map<String, Object> object, String... path) {
    return (String) field(object, path);
  }

  private static Object field(Map<String, Object> object, String... path) {
    Object value = object;
    for (String name : path) {
      value = ((Map<String, Object>) value).get(name);
      assertThat(value).as(name).isNotNull();
    }
    return value;
  }
}
