package io.ocmfed.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;

class ApiServerOnlyTest {

  @Test
  void storesValidatesAndLeavesNothingBehind() throws Exception {
    LoopbackRange range;
    try (var server = ApiServerOnly.start()) {
      range = rangeOf(server.client().getMasterUrl().getHost());
      var config =
          new ConfigMapBuilder()
              .withNewMetadata()
              .withName("story")
              .withNamespace("default")
              .endMetadata()
              .addToData("hero", "alice")
              .build();
      server.client().resource(config).create();

      assertThat(kubectl(server, "get", "configmap", "story", "-o", "jsonpath={.data.hero}"))
          .isEqualTo("alice");
      assertThatThrownBy(
              () ->
                  server
                      .client()
                      .resource(
                          new NamespaceBuilder()
                              .withNewMetadata()
                              .withName("Not_A_Name")
                              .endMetadata()
                              .build())
                      .create())
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining("Not_A_Name");
      assertThat(ListeningSockets.addresses()).contains(range.controlPlaneAddress());
    }
    assertThat(ListeningSockets.addresses()).noneMatch(range::contains);
  }

  @Test
  void twoRunBesideEachOther() {
    try (var one = ApiServerOnly.start();
        var other = ApiServerOnly.start()) {
      assertThat(one.client().getMasterUrl()).isNotEqualTo(other.client().getMasterUrl());
      one.client()
          .resource(
              new NamespaceBuilder().withNewMetadata().withName("only-here").endMetadata().build())
          .create();
      assertThat(other.client().namespaces().withName("only-here").get()).isNull();
    }
  }

  private static LoopbackRange rangeOf(String address) {
    return new LoopbackRange(Integer.parseInt(address.split("\\.")[1]));
  }

  private static String kubectl(ApiServerOnly server, String... arguments) throws Exception {
    var builder =
        new ProcessBuilder(server.kubectl().toString(), "--kubeconfig=" + server.kubeconfig());
    builder.command().addAll(java.util.List.of(arguments));
    builder.redirectErrorStream(true);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
