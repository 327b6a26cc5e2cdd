package io.ocmfed.charts;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;

/** What the Pod Security Standard {@code restricted} asks for, and a little more. */
final class PodRights {

  private PodRights() {}

  static void assertLeast(Rendered rendered) {
    assertThat(rendered.pods()).isNotEmpty();
    rendered
        .pods()
        .forEach(
            (name, template) -> {
              var pod = template.getSpec();
              assertThat(pod.getSecurityContext().getRunAsNonRoot()).as(name).isTrue();
              assertThat(pod.getSecurityContext().getRunAsUser()).as(name).isPositive();
              assertThat(pod.getSecurityContext().getSeccompProfile().getType())
                  .as(name)
                  .isEqualTo("RuntimeDefault");
              assertThat(pod.getHostNetwork()).as(name).isNull();
              assertThat(pod.getVolumes()).as(name).noneMatch(it -> it.getHostPath() != null);
              for (var container : pod.getContainers()) {
                var context = container.getSecurityContext();
                assertThat(context.getRunAsNonRoot()).as(name).isTrue();
                assertThat(context.getReadOnlyRootFilesystem()).as(name).isTrue();
                assertThat(context.getAllowPrivilegeEscalation()).as(name).isFalse();
                assertThat(context.getCapabilities().getDrop()).as(name).containsExactly("ALL");
                assertThat(container.getResources().getRequests())
                    .as(name)
                    .containsKeys("cpu", "memory");
                assertThat(container.getResources().getLimits()).as(name).containsKey("memory");
                assertThat(container.getStartupProbe()).as(name).isNotNull();
                assertThat(container.getLivenessProbe()).as(name).isNotNull();
                assertThat(container.getReadinessProbe()).as(name).isNotNull();
                // No password on a command line, nor in a plain variable.
                assertThat(container.getArgs().toString())
                    .as(name)
                    .doesNotContainIgnoringCase("pass");
                assertThat(container.getEnv())
                    .as(name)
                    .noneMatch(
                        it ->
                            it.getName().matches(".*(PASSWORD|TOKEN|SECRET)")
                                && it.getValue() != null);
              }
            });
    assertThat(rendered.all(ConfigMap.class))
        .allSatisfy(
            it ->
                assertThat(it.getData().toString())
                    .doesNotContain("PRIVATE KEY")
                    .doesNotContainIgnoringCase("password")
                    .doesNotContainIgnoringCase("token"));
  }
}
