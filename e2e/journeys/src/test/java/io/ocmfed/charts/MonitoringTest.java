package io.ocmfed.charts;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Alerts, dashboard and monitors. That the operations page names exactly the metrics which the
 * applications export is tested there (SightTest of each); that nothing else is asked for, here.
 */
@Tag("charts")
class MonitoringTest {

  private static final String OPERATOR = "cloud-a-ocm-operator";
  private static final Path PAGE = Chart.repository().resolve("docs/operations.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(ocmfed_\\w+)(?:\\{([^}]*)})?` \\| (\\w+) \\| (.*) \\|$");
  private static final Pattern SELECTOR = Pattern.compile("(ocmfed_\\w+)(?:\\{([^}]*)})?");
  private static final Pattern BY = Pattern.compile("by \\(([^)]*)\\)");

  /** What Prometheus itself adds to everything that it scrapes. */
  private static final Set<String> OF_PROMETHEUS = Set.of("namespace", "pod");

  private static String page;
  private static Map<String, Documented> documented;
  private static Rendered all;

  private record Documented(Set<String> labels, boolean timed) {}

  @BeforeAll
  static void read() throws IOException {
    page = Files.readString(PAGE);
    documented = new HashMap<>();
    Matcher row = ROW.matcher(page);
    while (row.find()) {
      Set<String> labels =
          row.group(2) == null ? Set.of() : Set.copyOf(List.of(row.group(2).split(",")));
      documented.put(
          row.group(1),
          new Documented(labels, row.group(1).matches(".*(propagation|duration|calls)_seconds")));
    }
    assertThat(documented).hasSizeGreaterThan(20);
    all =
        Chart.operator()
            .render(
                "monitoring.podMonitor.enabled=true",
                "monitoring.podMonitor.labels.release=prometheus",
                "monitoring.rules.enabled=true",
                "monitoring.rules.labels.release=prometheus",
                "monitoring.dashboard.enabled=true");
  }

  @Test
  void nothingOfItIsThereUnlessAskedFor() {
    assertThat(Chart.operator().render().objects())
        .extracting(HasMetadata::getKind)
        .doesNotContain("PodMonitor", "PrometheusRule", "ConfigMap");
    assertThat(Chart.runtime().render("domain=a.example.org").objects())
        .extracting(HasMetadata::getKind)
        .doesNotContain("ServiceMonitor");
  }

  @Test
  void everyAlertAsksForMetricsAndLabelsThatTheApplicationsExport() {
    for (Map<String, Object> rule : rules()) {
      assertKnown(rule.get("alert").toString(), rule.get("expr").toString());
    }
  }

  @Test
  void everyPanelAsksForMetricsAndLabelsThatTheApplicationsExport() {
    Map<?, ?> dashboard = dashboard();
    List<?> panels = (List<?>) dashboard.get("panels");
    assertThat(panels).hasSizeGreaterThan(10);
    for (Object panel : panels) {
      Map<?, ?> shown = (Map<?, ?>) panel;
      for (Object target : (List<?>) shown.get("targets")) {
        assertKnown(shown.get("title").toString(), ((Map<?, ?>) target).get("expr").toString());
      }
    }
    for (Object variable : (List<?>) ((Map<?, ?>) dashboard.get("templating")).get("list")) {
      Matcher query =
          Pattern.compile("label_values\\((\\w+), (\\w+)\\)")
              .matcher(((Map<?, ?>) variable).get("query").toString());
      if (query.matches()) {
        assertThat(documented.get(query.group(1)).labels()).contains(query.group(2));
      }
    }
  }

  @Test
  void everyMetricThatIsNoDetailIsOnTheDashboard() {
    String text = dashboard().toString();
    Set<String> details =
        Set.of(
            "ocmfed_table_term",
            "ocmfed_target_in_sync",
            "ocmfed_target_table_term",
            "ocmfed_target_table_age_seconds",
            "ocmfed_endpoint_table_term",
            "ocmfed_endpoint_table_sequence");
    assertThat(documented.keySet())
        .filteredOn(metric -> !details.contains(metric))
        .allSatisfy(metric -> assertThat(text).contains(metric));
  }

  @Test
  void everyAlertLeadsToAParagraphThatSaysWhatToDo() {
    List<String> headings = new ArrayList<>();
    Matcher heading = Pattern.compile("(?m)^### (Ocmfed\\w+)$").matcher(page);
    while (heading.find()) {
      headings.add(heading.group(1));
    }
    assertThat(rules())
        .extracting(rule -> rule.get("alert").toString())
        .containsExactlyInAnyOrderElementsOf(headings);
    for (Map<String, Object> rule : rules()) {
      String alert = rule.get("alert").toString();
      Map<?, ?> annotations = (Map<?, ?>) rule.get("annotations");
      assertThat(annotations.get("runbook"))
          .isEqualTo("docs/operations.md#" + alert.toLowerCase(java.util.Locale.ROOT));
      assertThat(annotations.get("summary").toString()).isNotBlank();
      assertThat(((Map<?, ?>) rule.get("labels")).get("severity")).isIn("warning", "critical");
      assertSummaryNamesOnlyWhatTheAlertKeeps(rule);
    }
  }

  @Test
  void theSidecarFindsTheDashboardAndPrometheusTheRest() {
    ConfigMap dashboard = all.the(ConfigMap.class, OPERATOR + "-dashboard");
    assertThat(dashboard.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
    for (String kind : List.of("PodMonitor", "PrometheusRule")) {
      assertThat(of(kind).getMetadata().getLabels()).containsEntry("release", "prometheus");
    }
    assertThat(all.pods().get(OPERATOR).getMetadata().getLabels())
        .containsAllEntriesOf(
            of("PodMonitor").<Map<String, String>>get("spec", "selector", "matchLabels"));
    Object port = of("PodMonitor").get("spec", "podMetricsEndpoints", 0, "port");
    assertThat(all.container(OPERATOR).getPorts().getFirst().getName()).isEqualTo(port);
  }

  @Test
  void theRuntimeIsScrapedWithItsTokenUnderTheNameOfItsCertificate() {
    Rendered runtime =
        Chart.runtime()
            .render(
                "domain=a.example.org",
                "monitoring.serviceMonitor.enabled=true",
                "monitoring.serviceMonitor.interval=30s",
                "admin.existingSecret=mine");
    List<GenericKubernetesResource> monitors =
        runtime.all(GenericKubernetesResource.class).stream()
            .filter(object -> object.getKind().equals("ServiceMonitor"))
            .toList();
    assertThat(monitors)
        .extracting(monitor -> monitor.getMetadata().getName())
        .containsExactlyInAnyOrder("gateway", "ocm", "graph");
    for (GenericKubernetesResource monitor : monitors) {
      String role = monitor.getMetadata().getName();
      io.fabric8.kubernetes.api.model.Service service =
          runtime.the(io.fabric8.kubernetes.api.model.Service.class, role);
      assertThat(service.getMetadata().getLabels())
          .containsAllEntriesOf(
              monitor.<Map<String, String>>get("spec", "selector", "matchLabels"));
      assertThat(service.getSpec().getPorts())
          .extracting(port -> (Object) port.getName())
          .contains(monitor.<Object>get("spec", "endpoints", 0, "port"));
      assertThat(monitor.<Object>get("spec", "endpoints", 0, "tlsConfig", "serverName"))
          .isEqualTo(role + ".cloud-a.svc");
      assertThat(monitor.<Object>get("spec", "endpoints", 0, "tlsConfig", "ca", "secret", "name"))
          .isEqualTo("mine");
      assertThat(
              monitor.<Object>get("spec", "endpoints", 0, "authorization", "credentials", "name"))
          .isEqualTo("mine");
      assertThat(monitor.<Object>get("spec", "endpoints", 0, "interval")).isEqualTo("30s");
    }
  }

  /** Not needed to build: most machines have none. */
  @Test
  void whereThereIsAPromtoolTheAlertsFireWhenTheyShould() throws Exception {
    Optional<Path> promtool =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .map(folder -> Path.of(folder, "promtool"))
            .filter(Files::isExecutable)
            .findFirst();
    Assumptions.assumeTrue(promtool.isPresent(), "no promtool in PATH");
    Process test =
        new ProcessBuilder(promtool.get().toString(), "test", "rules", "ocmfed.rules.test.yaml")
            .directory(
                Chart.repository().resolve("e2e/journeys/src/test/resources/charts").toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(test.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(test.waitFor()).as(said).isZero();
  }

  private static void assertKnown(String where, String expression) {
    Set<String> known = new HashSet<>(OF_PROMETHEUS);
    known.add("le");
    Matcher selector = SELECTOR.matcher(expression);
    int found = 0;
    while (selector.find()) {
      found++;
      String name = selector.group(1);
      String base = name.replaceFirst("_(bucket|count|sum)$", "");
      Documented metric = documented.get(base);
      assertThat(metric).as("%s: %s", where, name).isNotNull();
      assertThat(metric.timed())
          .as("%s: %s is no histogram", where, name)
          .isEqualTo(!name.equals(base));
      Matcher label =
          Pattern.compile("(\\w+)(?:=~|!~|!=|=)\"")
              .matcher(selector.group(2) == null ? "" : selector.group(2));
      while (label.find()) {
        if (!OF_PROMETHEUS.contains(label.group(1))) {
          assertThat(metric.labels()).as("%s: %s", where, name).contains(label.group(1));
        }
      }
      known.addAll(metric.labels());
    }
    assertThat(found).as(where).isPositive();
    Matcher by = BY.matcher(expression);
    while (by.find()) {
      assertThat(known).as(where).contains(by.group(1).split(", "));
    }
  }

  private static void assertSummaryNamesOnlyWhatTheAlertKeeps(Map<String, Object> rule) {
    Matcher by = BY.matcher(rule.get("expr").toString());
    Set<String> kept = by.find() ? Set.of(by.group(1).split(", ")) : Set.of();
    Matcher label =
        Pattern.compile("\\$labels\\.(\\w+)")
            .matcher(((Map<?, ?>) rule.get("annotations")).get("summary").toString());
    while (label.find()) {
      assertThat(kept).as(rule.get("alert").toString()).contains(label.group(1));
    }
  }

  private static List<Map<String, Object>> rules() {
    List<Map<String, Object>> rules = of("PrometheusRule").get("spec", "groups", 0, "rules");
    assertThat(rules).isNotEmpty();
    return rules;
  }

  private static Map<?, ?> dashboard() {
    String json = all.the(ConfigMap.class, OPERATOR + "-dashboard").getData().get("ocmfed.json");
    return Serialization.unmarshal(json, Map.class);
  }

  private static GenericKubernetesResource of(String kind) {
    return all.all(GenericKubernetesResource.class).stream()
        .filter(object -> object.getKind().equals(kind))
        .findFirst()
        .orElseThrow();
  }
}
