package io.ocmfed.crds.schema;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.ocmfed.cluster.ApiServerOnly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A real API server with the committed CRDs; started once for all tests that ask for it. */
final class InstalledCrds implements AutoCloseable {

  static final String NAMESPACE = "default";
  private static final String MANAGER = "crds-test";

  private final ApiServerOnly apiServer;

  private InstalledCrds() {
    apiServer = ApiServerOnly.start();
    for (Schema schema : Schema.committed()) {
      CustomResourceDefinition crd =
          client()
              .getKubernetesSerialization()
              .convertValue(schema.crd(), CustomResourceDefinition.class);
      client().resource(crd).serverSideApply();
      client()
          .resource(crd)
          .waitUntilCondition(InstalledCrds::isEstablished, 30, TimeUnit.SECONDS);
    }
  }

  private static boolean isEstablished(CustomResourceDefinition crd) {
    return crd != null
        && crd.getStatus() != null
        && crd.getStatus().getConditions() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }

  KubernetesClient client() {
    return apiServer.client();
  }

  /** As {@code kubectl apply --server-side}: unknown fields are refused. */
  GenericKubernetesResource apply(GenericKubernetesResource resource) {
    return client()
        .resource(resource)
        .inNamespace(NAMESPACE)
        .fieldValidation(FieldValidateable.Validation.STRICT)
        .fieldManager(MANAGER)
        .serverSideApply();
  }

  /** As the operator does. */
  GenericKubernetesResource applyStatus(GenericKubernetesResource resource) {
    return client()
        .resource(resource)
        .inNamespace(NAMESPACE)
        .subresource("status")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(MANAGER)
                .withForce(true)
                .build());
  }

  /** Standard output of kubectl, which must end well. */
  String kubectl(String... arguments) throws IOException, InterruptedException {
    List<String> command = new java.util.ArrayList<>();
    command.add(apiServer.kubectl().toString());
    command.add("--kubeconfig");
    command.add(apiServer.kubeconfig().toString());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(Path.of("").toAbsolutePath().toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    if (status != 0) {
      throw new AssertionError(
          "kubectl %s: %d%n%s".formatted(String.join(" ", arguments), status, output));
    }
    return output;
  }

  @Override
  public void close() {
    apiServer.close();
  }

  /** Hands the one server of this test run to test methods and set-up methods. */
  static final class Extension implements ParameterResolver {

    private static final ExtensionContext.Namespace STORE =
        ExtensionContext.Namespace.create(InstalledCrds.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == InstalledCrds.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(STORE)
          .getOrComputeIfAbsent(InstalledCrds.class, key -> new InstalledCrds(), InstalledCrds.class);
    }
  }
}
