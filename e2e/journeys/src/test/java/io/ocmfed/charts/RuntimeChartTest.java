package io.ocmfed.charts;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chart ocm-runtime promises in docs/design/processes.md. */
@Tag("charts")
class RuntimeChartTest {

  private static final String DOMAIN = "domain=cloud-a.example.org:8443";
  private static final List<String> ROLES = List.of("gateway", "ocm", "graph");

  private static Rendered plain;
  private static Rendered max;
  private static Rendered brought;

  @BeforeAll
  static void render() {
    plain = Chart.runtime().render(DOMAIN);
    max = Chart.runtime().renderWith("runtime-max.yaml");
    brought = Chart.runtime().renderWith("runtime-brought.yaml");
  }

  @Test
  void helmFindsNothingToComplainAbout() {
    assertThat(Chart.runtime().lint().isFailed()).isFalse();
  }

  @Test
  void withoutOtherValuesItIsTwoGatewaysOneOcmOneGraphAndAPostgres() {
    assertThat(
            plain.all(Deployment.class).stream()
                .collect(
                    Collectors.toMap(
                        it -> it.getMetadata().getName(), it -> it.getSpec().getReplicas())))
        .isEqualTo(Map.of("gateway", 2, "ocm", 1, "graph", 1));
    assertThat(plain.pods()).containsOnlyKeys("gateway", "ocm", "graph", "postgres");
    assertThat(plain.container("ocm").getImage()).isEqualTo("ocmfed/ocm-runtime:0.1.0");
    assertThat(plain.container("postgres").getImage()).isEqualTo("postgres:18");
  }

  @Test
  void servicesAreNamedAfterTheirRoleAndPortsAfterTheirUse() {
    assertThat(ports("gateway")).isEqualTo(Map.of("https", 8443, "management", 9000, "grpc", 9142));
    assertThat(ports("ocm")).isEqualTo(Map.of("https", 8443, "management", 9000, "grpc", 9143));
    assertThat(ports("graph")).isEqualTo(Map.of("https", 8443, "management", 9000));
    assertThat(ports("postgres")).isEqualTo(Map.of("postgres", 5432));
    for (String role : ROLES) {
      assertThat(plain.the(Service.class, role).getSpec().getClusterIP()).isEqualTo("None");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gateway", "ocm", "graph", "postgres"})
  void aServiceSelectsThePodsOfItsRoleOnlyAndItsPortsAreTheirs(String role) {
    Service service = plain.the(Service.class, role);
    plain
        .pods()
        .forEach(
            (name, pod) ->
                assertThat(
                        pod.getMetadata()
                            .getLabels()
                            .entrySet()
                            .containsAll(service.getSpec().getSelector().entrySet()))
                    .isEqualTo(name.equals(role)));
    Map<String, Integer> containerPorts =
        plain.container(role).getPorts().stream()
            .collect(Collectors.toMap(it -> it.getName(), it -> it.getContainerPort()));
    assertThat(containerPorts).isEqualTo(ports(role));
  }

  @Test
  void everyVariableOfProcessesMdIsSetForTheRolesThatReadIt() {
    List<String> all =
        List.of(
            "OCMFED_ROLES",
            "OCMFED_HOST",
            "OCMFED_PUBLIC_PORT",
            "OCMFED_MANAGEMENT_PORT",
            "OCMFED_GATEWAY_PORT",
            "OCMFED_OCM_PORT",
            "OCMFED_DOMAIN",
            "OCMFED_DISPLAY_NAME",
            "OCMFED_PUBLIC_URL",
            "OCMFED_TLS_DIR",
            "OCMFED_ADMIN_DIR",
            "OCMFED_INTERNAL_DIR",
            "OCMFED_GATEWAY_SERVICE",
            "OCMFED_OCM_SERVICE",
            "OCMFED_ALLOW_LOOPBACK_PEERS");
    List<String> gateway = List.of("OCMFED_USERS_FILE", "OCMFED_FILES_DIR");
    List<String> ocm =
        List.of("OCMFED_KEYS_DIR", "OCMFED_DB_URL", "OCMFED_DB_USER", "OCMFED_DB_PASSWORD_FILE");

    assertThat(plain.environment("graph")).containsOnlyKeys(all);
    assertThat(plain.environment("gateway")).containsKeys(all.toArray(String[]::new));
    assertThat(plain.environment("gateway")).hasSize(all.size() + gateway.size());
    assertThat(plain.environment("gateway")).containsKeys(gateway.toArray(String[]::new));
    assertThat(plain.environment("ocm")).containsKeys(all.toArray(String[]::new));
    assertThat(plain.environment("ocm")).hasSize(all.size() + ocm.size());
    assertThat(plain.environment("ocm")).containsKeys(ocm.toArray(String[]::new));
    // The page and the chart know the same variables.
    assertThat(variablesOf("docs/design/processes.md"))
        .containsAll(plain.environment("ocm").keySet())
        .containsAll(plain.environment("gateway").keySet());
  }

  @Test
  void valuesOfTheEnvironmentAreThoseOfTheInstallation() {
    assertThat(plain.environment("ocm"))
        .containsEntry("OCMFED_ROLES", "ocm")
        .containsEntry("OCMFED_DOMAIN", "cloud-a.example.org:8443")
        .containsEntry("OCMFED_DISPLAY_NAME", "cloud-a.example.org:8443")
        .containsEntry("OCMFED_PUBLIC_URL", "https://cloud-a.example.org:8443")
        .containsEntry("OCMFED_GATEWAY_SERVICE", "gateway.cloud-a.svc")
        .containsEntry("OCMFED_ALLOW_LOOPBACK_PEERS", "false")
        .containsEntry(
            "OCMFED_DB_URL",
            "jdbc:postgresql://postgres.cloud-a.svc:5432/ocmfed"
                + "?sslmode=verify-full&sslrootcert=$(OCMFED_TLS_DIR)/ca.crt");
    assertThat(max.environment("blue-ocm"))
        .containsEntry("OCMFED_DISPLAY_NAME", "Cloud A: \"quoted\"")
        .containsEntry("OCMFED_PUBLIC_URL", "https://www.cloud-a.example.org")
        .containsEntry("OCMFED_OCM_SERVICE", "blue-ocm.cloud-a.svc")
        .containsEntry("OCMFED_ALLOW_LOOPBACK_PEERS", "true")
        .containsEntry("OCMFED_HOST", "::");
    assertThat(brought.environment("ocm"))
        .containsEntry(
            "OCMFED_DB_URL",
            "jdbc:postgresql://db.example.org:5432/ocmfed"
                + "?sslmode=verify-full&sslrootcert=/etc/ocmfed/db/ca.crt");
  }

  @Test
  void everyPathInTheEnvironmentLiesInAVolume() {
    for (Rendered rendered : List.of(plain, max, brought)) {
      rendered
          .pods()
          .forEach(
              (name, pod) -> {
                List<String> mounts =
                    rendered.container(name).getVolumeMounts().stream()
                        .map(VolumeMount::getMountPath)
                        .toList();
                assertThat(mounts).contains("/tmp");
                rendered
                    .environment(name)
                    .forEach(
                        (variable, value) -> {
                          if (value.startsWith("/")) {
                            assertThat(mounts)
                                .as("%s of %s", variable, name)
                                .anyMatch(it -> value.equals(it) || value.startsWith(it + "/"));
                          }
                        });
              });
    }
  }

  @Test
  void everyPodRunsWithoutRightsAndWithoutAWayToKubernetes() {
    for (Rendered rendered : List.of(plain, max, brought)) {
      PodRights.assertLeast(rendered);
      rendered
          .pods()
          .values()
          .forEach(
              pod -> {
                assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
                assertThat(
                        rendered.find(ServiceAccount.class, pod.getSpec().getServiceAccountName()))
                    .isPresent();
              });
      assertThat(rendered.objects())
          .noneMatch(it -> it.getApiVersion().startsWith("rbac.authorization.k8s.io/"));
    }
  }

  @Test
  void probesAskTheManagementPortOverHttpsAndGiveAMinuteToStart() {
    for (String role : ROLES) {
      var container = plain.container(role);
      var startup = container.getStartupProbe();
      assertThat(startup.getPeriodSeconds() * startup.getFailureThreshold()).isEqualTo(60);
      assertThat(startup.getHttpGet().getPath()).isEqualTo("/q/health/started");
      assertThat(container.getLivenessProbe().getTimeoutSeconds()).isEqualTo(5);
      assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/q/health/live");
      assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/q/health/ready");
      for (var probe :
          List.of(startup, container.getLivenessProbe(), container.getReadinessProbe())) {
        assertThat(probe.getHttpGet().getScheme()).isEqualTo("HTTPS");
        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("management");
      }
    }
  }

  @Test
  void aGatewayIsReplacedOnlyWhenItsSuccessorIsReady() {
    var strategy = plain.the(Deployment.class, "gateway").getSpec().getStrategy();
    assertThat(strategy.getRollingUpdate().getMaxUnavailable().getIntVal()).isZero();
    assertThat(plain.pod("gateway").getTerminationGracePeriodSeconds()).isEqualTo(30);
    assertThat(max.pod("blue-gateway").getTerminationGracePeriodSeconds()).isEqualTo(45);
  }

  @Test
  void onlyRolesWithSeveralPodsHaveADisruptionBudget() {
    assertThat(plain.all(PodDisruptionBudget.class))
        .extracting(it -> it.getMetadata().getName())
        .containsExactly("cloud-a-gateway");
    assertThat(max.all(PodDisruptionBudget.class))
        .extracting(it -> it.getMetadata().getName())
        .containsExactlyInAnyOrder("cloud-a-gateway", "cloud-a-ocm");
  }

  @Test
  void onlyTheOperatorReachesTheManagementPort() {
    for (String role : ROLES) {
      var rule = NetworkRules.of(plain, "cloud-a-" + role).onlyRuleFor("management");
      assertThat(rule.getFrom()).hasSize(1);
      assertThat(rule.getFrom().getFirst().getNamespaceSelector().getMatchLabels())
          .containsExactly(Map.entry("kubernetes.io/metadata.name", "ocmfed-system"));
      assertThat(rule.getFrom().getFirst().getPodSelector().getMatchLabels())
          .containsExactly(Map.entry("app.kubernetes.io/name", "ocm-operator"));
    }
  }

  @Test
  void onlyTheOtherRolesReachTheGrpcPortsAndOnlyOcmTheDatabase() {
    assertThat(NetworkRules.of(plain, "cloud-a-gateway").podsLetIn("grpc"))
        .containsExactlyInAnyOrder("ocm", "graph");
    assertThat(NetworkRules.of(plain, "cloud-a-ocm").podsLetIn("grpc")).containsExactly("graph");
    assertThat(NetworkRules.of(plain, "cloud-a-postgres").podsLetIn("postgres"))
        .containsExactly("ocm");
    // Nobody calls a gateway by HTTPS; a port without a rule is closed.
    assertThat(NetworkRules.of(plain, "cloud-a-gateway").rulesFor("https")).isEmpty();
    assertThat(plain.the(NetworkPolicy.class, "cloud-a-postgres").getSpec().getEgress()).isEmpty();
  }

  @Test
  void theIngressLeadsGraphToGraphAndEverythingElseToOcm() {
    Ingress ingress = max.the(Ingress.class, "cloud-a");
    var rule = ingress.getSpec().getRules().getFirst();
    assertThat(rule.getHost()).isEqualTo("cloud-a.example.org");
    assertThat(rule.getHttp().getPaths())
        .extracting(it -> it.getPath() + " " + it.getBackend().getService().getName())
        .containsExactly("/graph blue-graph", "/ blue-ocm");
    assertThat(rule.getHttp().getPaths())
        .allMatch(it -> it.getBackend().getService().getPort().getName().equals("https"));
    assertThat(ingress.getSpec().getTls().getFirst().getSecretName()).isEqualTo("cloud-a-public");
    assertThat(ingress.getSpec().getIngressClassName()).isEqualTo("nginx");
    assertThat(plain.all(Ingress.class)).isEmpty();
  }

  @Test
  void theHttpRouteDoesTheSame() {
    HTTPRoute route = max.the(HTTPRoute.class, "cloud-a");
    assertThat(route.getSpec().getHostnames()).containsExactly("cloud-a.example.org");
    assertThat(route.getSpec().getParentRefs().getFirst().getName()).isEqualTo("public");
    assertThat(route.getSpec().getRules())
        .extracting(
            it -> {
              var backend = it.getBackendRefs().getFirst();
              return "%s %s:%d"
                  .formatted(
                      it.getMatches().getFirst().getPath().getValue(),
                      backend.getName(),
                      backend.getPort());
            })
        .containsExactly("/graph blue-graph:8443", "/ blue-ocm:8443");
    assertThat(plain.all(HTTPRoute.class)).isEmpty();
  }

  @Test
  void volumesAreClaimedAsAskedAndKeptUnlessTold() {
    var files = plain.the(PersistentVolumeClaim.class, "cloud-a-files");
    assertThat(files.getSpec().getAccessModes()).containsExactly("ReadWriteMany");
    assertThat(files.getSpec().getStorageClassName()).isNull();
    assertThat(files.getMetadata().getAnnotations())
        .containsEntry("helm.sh/resource-policy", "keep");
    var asked = max.the(PersistentVolumeClaim.class, "cloud-a-files");
    assertThat(asked.getSpec().getStorageClassName()).isEmpty();
    assertThat(asked.getSpec().getVolumeName()).isEqualTo("files-of-a");
    assertThat(asked.getMetadata().getAnnotations()).doesNotContainKey("helm.sh/resource-policy");
    assertThat(brought.all(PersistentVolumeClaim.class)).isEmpty();
  }

  @Test
  void whatIsBroughtIsUsedAndNothingIsMade() {
    assertThat(brought.all(Secret.class)).isEmpty();
    assertThat(brought.pods()).containsOnlyKeys("gateway", "ocm", "graph");
    assertThat(secretsMountedBy(brought, "gateway"))
        .containsExactlyInAnyOrder("my-gateway-tls", "my-admin", "my-internal", "my-users");
    assertThat(secretsMountedBy(brought, "ocm"))
        .containsExactlyInAnyOrder("my-ocm-tls", "my-admin", "my-internal", "my-keys", "my-db");
  }

  @Test
  void everySecretThatAPodMountsIsMadeButCredentialsForAnotherInstallationsNats() {
    String brought = "nats";
    for (Rendered rendered : List.of(plain, max)) {
      for (String workload : rendered.pods().keySet()) {
        List<String> made = new ArrayList<>(secretsMountedBy(rendered, workload));
        made.remove(brought);
        for (String secret : made) {
          assertThat(rendered.find(Secret.class, secret)).as(secret).isPresent();
        }
      }
    }
  }

  @Test
  void postgresWithoutTlsIsAskedWithoutTls() {
    Rendered rendered = Chart.runtime().render(DOMAIN, "postgresql.tls.enabled=false");
    assertThat(rendered.container("postgres").getArgs()).isEmpty();
    assertThat(rendered.environment("ocm").get("OCMFED_DB_URL"))
        .isEqualTo("jdbc:postgresql://postgres.cloud-a.svc:5432/ocmfed");
    assertThat(rendered.find(Secret.class, "cloud-a-postgres-tls")).isEmpty();
    assertThat(plain.container("postgres").getArgs()).contains("ssl=on");
  }

  private static List<String> secretsMountedBy(Rendered rendered, String workload) {
    return rendered.pod(workload).getVolumes().stream()
        .filter(it -> it.getSecret() != null)
        .map(it -> it.getSecret().getSecretName())
        .toList();
  }

  private static Map<String, Integer> ports(String service) {
    return plain.the(Service.class, service).getSpec().getPorts().stream()
        .collect(Collectors.toMap(ServicePort::getName, ServicePort::getPort));
  }

  private static List<String> variablesOf(String page) {
    try {
      return java.util.regex.Pattern.compile("OCMFED_[A-Z_]+")
          .matcher(java.nio.file.Files.readString(Chart.repository().resolve(page)))
          .results()
          .map(java.util.regex.MatchResult::group)
          .distinct()
          .toList();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
