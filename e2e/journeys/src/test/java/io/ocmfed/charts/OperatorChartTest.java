package io.ocmfed.charts;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the chart ocm-operator promises, above all the rights it gives. */
@Tag("charts")
class OperatorChartTest {

  private static final String NAME = "cloud-a-ocm-operator";

  private static Rendered plain;
  private static Rendered scoped;

  @BeforeAll
  static void render() {
    plain = Chart.operator().render();
    scoped =
        Chart.operator()
            .render(
                "watchNamespaces[0]=north",
                "watchNamespaces[1]=south",
                "replicas=2",
                "rbac.aggregate.edit=true");
  }

  @Test
  void helmFindsNothingToComplainAbout() {
    assertThat(Chart.operator().lint().isFailed()).isFalse();
  }

  @Test
  void theEnvironmentIsThatOfProcessesMd() {
    assertThat(plain.environment(NAME))
        .containsOnlyKeys("OCMFED_HOST", "OCMFED_POD_NAME", "OCMFED_POD_NAMESPACE");
    assertThat(scoped.environment(NAME)).containsEntry("OCMFED_WATCH_NAMESPACES", "north,south");
    assertThat(plain.container(NAME).getEnv())
        .filteredOn(it -> it.getValueFrom() != null)
        .extracting(it -> it.getName() + " " + it.getValueFrom().getFieldRef().getFieldPath())
        .containsExactly(
            "OCMFED_POD_NAME metadata.name", "OCMFED_POD_NAMESPACE metadata.namespace");
    assertThat(plain.container(NAME).getPorts().getFirst().getName()).isEqualTo("http");
    assertThat(plain.container(NAME).getPorts().getFirst().getContainerPort()).isEqualTo(8080);
  }

  @Test
  void thePodRunsWithoutRights() {
    PodRights.assertLeast(plain);
    PodRights.assertLeast(scoped);
  }

  @Test
  void theRuntimeChartLetsThisPodIn() {
    var peer =
        NetworkRules.of(Chart.runtime().render("domain=a.example.org"), "cloud-a-ocm")
            .onlyRuleFor("management")
            .getFrom()
            .getFirst();
    assertThat(plain.pods().get(NAME).getMetadata().getLabels())
        .containsAllEntriesOf(peer.getPodSelector().getMatchLabels());
  }

  @Test
  void itMayDoThisAndNothingElse() {
    Map<String, Set<String>> expected =
        rights(
            """
            ocmfed.io/ocminstances             get list watch
            ocmfed.io/ocmtrusts                get list watch patch
            ocmfed.io/ocminvites               get list watch patch
            ocmfed.io/ocmshares                get list watch patch create delete
            ocmfed.io/ocminstances/status      patch
            ocmfed.io/ocmtrusts/status         patch
            ocmfed.io/ocminvites/status        patch
            ocmfed.io/ocmshares/status         patch
            /secrets                           get list watch create
            /configmaps                        get
            /pods                              get list watch
            /services                          get list watch
            discovery.k8s.io/endpointslices    get list watch
            /namespaces                        get
            /events                            create
            """);
    assertThat(rights(plain.the(ClusterRole.class, NAME).getRules())).isEqualTo(expected);
    for (Role role : scoped.all(Role.class)) {
      if (role.getMetadata().getName().equals(NAME)) {
        assertThat(rights(role.getRules())).isEqualTo(expected);
      }
    }
  }

  @Test
  void workloadsItMayRestartOnlyWhereThatIsAskedFor() {
    Map<String, Set<String>> rights =
        rights(
            Chart.operator()
                .render("rbac.restartWorkloads=true")
                .the(ClusterRole.class, NAME)
                .getRules());
    assertThat(rights.get("apps/deployments")).containsExactlyInAnyOrder("get", "patch");
    assertThat(rights(plain.the(ClusterRole.class, NAME).getRules()))
        .doesNotContainKeys("apps/deployments", "apps/statefulsets", "apps/daemonsets");
  }

  @Test
  void withNamespacesNamedItHasNoRightsElsewhere() {
    assertThat(scoped.all(Role.class))
        .extracting(it -> it.getMetadata().getNamespace() + "/" + it.getMetadata().getName())
        .containsExactlyInAnyOrder("north/" + NAME, "south/" + NAME, "cloud-a/" + NAME + "-leader");
    assertThat(scoped.all(ClusterRoleBinding.class)).isEmpty();
  }

  @Test
  void inItsOwnNamespaceItMayTouchOneLeaseAndOneConfigMap() {
    for (PolicyRule rule : plain.the(Role.class, NAME + "-leader").getRules()) {
      if (rule.getVerbs().equals(List.of("create"))) {
        continue; // A create cannot be bound to a name.
      }
      assertThat(rule.getResourceNames())
          .containsExactly(
              rule.getResources().contains("leases") ? "ocmfed-operator" : "ocmfed-operator-term");
    }
  }

  @Test
  void everyBindingIsForTheAccountOfThePod() {
    for (Rendered rendered : List.of(plain, scoped)) {
      String account = rendered.pod(NAME).getServiceAccountName();
      List<Subject> subjects = new java.util.ArrayList<>();
      rendered.all(ClusterRoleBinding.class).forEach(it -> subjects.addAll(it.getSubjects()));
      rendered.all(RoleBinding.class).forEach(it -> subjects.addAll(it.getSubjects()));
      assertThat(subjects)
          .isNotEmpty()
          .allMatch(it -> it.getName().equals(account) && it.getNamespace().equals(Chart.RELEASE));
    }
  }

  @Test
  void noRoleUsesWildcardsAndNobodyIsGivenShares() {
    for (Rendered rendered : List.of(plain, scoped)) {
      for (HasMetadata object : rendered.objects()) {
        if (object instanceof ClusterRole role) {
          assertThat(rights(role.getRules()).toString()).doesNotContain("*");
          boolean aggregated =
              role.getMetadata().getLabels().keySet().stream()
                  .anyMatch(it -> it.contains("aggregate-to"));
          if (aggregated) {
            assertThat(rights(role.getRules()).getOrDefault("ocmfed.io/ocmshares", Set.of()))
                .isSubsetOf("get", "list", "watch");
          }
        }
      }
    }
    assertThat(plain.find(ClusterRole.class, NAME + "-edit")).isEmpty();
    assertThat(scoped.find(ClusterRole.class, NAME + "-edit")).isPresent();
  }

  @Test
  void nobodyReachesItUnlessNamedAndSeveralHaveADisruptionBudget() {
    assertThat(plain.the(NetworkPolicy.class, NAME).getSpec().getIngress()).isEmpty();
    assertThat(plain.all(PodDisruptionBudget.class)).isEmpty();
    assertThat(scoped.all(PodDisruptionBudget.class)).hasSize(1);
    assertThat(plain.the(Deployment.class, NAME).getSpec().getReplicas()).isEqualTo(1);
  }

  private static Map<String, Set<String>> rights(String table) {
    Map<String, Set<String>> all = new TreeMap<>();
    table
        .lines()
        .forEach(
            line -> {
              List<String> words = List.of(line.trim().split(" +"));
              all.put(words.getFirst(), new TreeSet<>(words.subList(1, words.size())));
            });
    return all;
  }

  private static Map<String, Set<String>> rights(List<PolicyRule> rules) {
    Map<String, Set<String>> all = new TreeMap<>();
    for (PolicyRule rule : rules) {
      for (String group : rule.getApiGroups()) {
        for (String resource : rule.getResources()) {
          all.computeIfAbsent(group + "/" + resource, it -> new TreeSet<>())
              .addAll(rule.getVerbs());
        }
      }
    }
    return all;
  }
}
