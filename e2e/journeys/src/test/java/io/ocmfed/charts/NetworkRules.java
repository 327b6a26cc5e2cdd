package io.ocmfed.charts;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import java.util.List;

/** The ingress rules of one NetworkPolicy, by port name. */
record NetworkRules(NetworkPolicy policy) {

  static NetworkRules of(Rendered rendered, String name) {
    NetworkPolicy policy = rendered.the(NetworkPolicy.class, name);
    assertThat(policy.getSpec().getPolicyTypes()).contains("Ingress");
    // A rule without ports would open them all.
    assertThat(policy.getSpec().getIngress()).allMatch(it -> !it.getPorts().isEmpty());
    return new NetworkRules(policy);
  }

  List<NetworkPolicyIngressRule> rulesFor(String port) {
    return policy.getSpec().getIngress().stream()
        .filter(
            rule -> rule.getPorts().stream().anyMatch(it -> port.equals(it.getPort().getStrVal())))
        .toList();
  }

  NetworkPolicyIngressRule onlyRuleFor(String port) {
    assertThat(rulesFor(port)).hasSize(1);
    NetworkPolicyIngressRule rule = rulesFor(port).getFirst();
    assertThat(rule.getPorts()).hasSize(1);
    return rule;
  }

  /** The roles whose pods, in the same namespace and release, may reach a port. */
  List<String> podsLetIn(String port) {
    return onlyRuleFor(port).getFrom().stream()
        .map(
            peer -> {
              assertThat(peer.getNamespaceSelector()).isNull();
              assertThat(peer.getPodSelector().getMatchLabels())
                  .containsEntry("app.kubernetes.io/instance", Chart.RELEASE);
              return peer.getPodSelector().getMatchLabels().get("app.kubernetes.io/component");
            })
        .toList();
  }
}
