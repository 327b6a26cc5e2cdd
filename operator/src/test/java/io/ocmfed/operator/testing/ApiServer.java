package io.ocmfed.operator.testing;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.ocmfed.cluster.ApiServerOnly;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real API server with our CRDs, to which the operator under test is pointed. */
public final class ApiServer implements QuarkusTestResourceLifecycleManager {

  private ApiServerOnly server;

  @Override
  public Map<String, String> start() {
    server = ApiServerOnly.start();
    installCrds(server.client());
    server
        .client()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName("ocmfed-system")
                .endMetadata()
                .build())
        .create();
    Config config = Config.fromKubeconfig(server.kubeconfig().toFile());
    Map<String, String> settings = new HashMap<>();
    put(settings, "quarkus.kubernetes-client.api-server-url", config.getMasterUrl());
    put(settings, "quarkus.kubernetes-client.ca-cert-file", config.getCaCertFile());
    put(settings, "quarkus.kubernetes-client.ca-cert-data", config.getCaCertData());
    put(settings, "quarkus.kubernetes-client.client-cert-file", config.getClientCertFile());
    put(settings, "quarkus.kubernetes-client.client-cert-data", config.getClientCertData());
    put(settings, "quarkus.kubernetes-client.client-key-file", config.getClientKeyFile());
    put(settings, "quarkus.kubernetes-client.client-key-data", config.getClientKeyData());
    put(settings, "quarkus.kubernetes-client.token", config.getOauthToken());
    return settings;
  }

  private static void put(Map<String, String> settings, String name, String value) {
    if (value != null && !value.isEmpty()) {
      settings.put(name, value);
    }
  }

  private static void installCrds(KubernetesClient client) {
    try (Stream<Path> files = Files.list(Path.of("..", "crds", "yaml"))) {
      List<Path> yaml = files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
      for (Path file : yaml) {
        try (var stream = Files.newInputStream(file)) {
          client
              .load(stream)
              .items()
              .forEach(
                  item -> {
                    client.resource(item).create();
                    client
                        .apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName(item.getMetadata().getName())
                        .waitUntilCondition(
                            crd ->
                                crd != null
                                    && crd.getStatus() != null
                                    && crd.getStatus().getConditions() != null
                                    && crd.getStatus().getConditions().stream()
                                        .anyMatch(
                                            condition ->
                                                condition.getType().equals("Established")
                                                    && condition.getStatus().equals("True")),
                            30,
                            TimeUnit.SECONDS);
                  });
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    if (server != null) {
      server.close();
    }
  }
}
