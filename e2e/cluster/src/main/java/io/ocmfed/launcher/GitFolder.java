package io.ocmfed.launcher;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A folder of YAML that an organisation keeps in Git, with the domains of the example put in place
 * of those it was written for.
 *
 * @param folder the directory; its kustomization is not read
 * @param domains what to put for what, such as {@code cloud-b.localhost:9443}
 */
public record GitFolder(Path folder, Map<String, String> domains) {

  /** The manifest of a file, with the domains replaced. */
  public String manifest(String file) {
    try {
      String text = Files.readString(folder.resolve(file));
      for (var domain : domains.entrySet()) {
        text = text.replace(domain.getKey(), domain.getValue());
      }
      return text;
    } catch (IOException e) {
      throw new LauncherException("The example cannot be read: " + e.getMessage(), e);
    }
  }

  /** Applies all of it to a namespace, in the order of the files' names. */
  public void apply(KubernetesClient client, String namespace) {
    try (var files = Files.list(folder)) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".yaml") && !name.equals("kustomization.yaml"))
              .sorted()
              .toList();
      names.forEach(name -> apply(client, namespace, name));
    } catch (IOException e) {
      throw new LauncherException("The example cannot be read: " + e.getMessage(), e);
    }
  }

  /** Applies one file of it to a namespace. */
  public void apply(KubernetesClient client, String namespace, String file) {
    apply(client, namespace, List.of(manifest(file)));
  }

  /** Applies manifests to a namespace, as {@code kubectl apply --server-side} does. */
  public static void apply(KubernetesClient client, String namespace, List<String> manifests) {
    for (String manifest : manifests) {
      List<HasMetadata> objects =
          client.load(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8))).items();
      for (HasMetadata object : objects) {
        client.resource(object).inNamespace(namespace).forceConflicts().serverSideApply();
      }
    }
  }
}
