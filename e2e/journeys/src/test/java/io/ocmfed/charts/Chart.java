package io.ocmfed.charts;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.yaml.snakeyaml.Yaml;

/** A chart of ours, rendered by Helm itself against a namespace whose Secrets we choose. */
record Chart(Path folder) {

  /** Release and namespace of everything that is rendered here. */
  static final String RELEASE = "cloud-a";

  static Chart runtime() {
    return new Chart(repository().resolve("helm/ocm-runtime"));
  }

  static Chart operator() {
    return new Chart(repository().resolve("helm/ocm-operator"));
  }

  /** The top of the checkout. */
  static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("helm"))) {
      folder = Objects.requireNonNull(folder.getParent(), "not inside the checkout");
    }
    return folder;
  }

  LintResult lint() {
    return new Helm(folder).lint().strict().call();
  }

  /** Renders with values such as {@code ingress.enabled=true}, in a namespace without Secrets. */
  Rendered render(String... values) {
    try (NamespaceSecrets empty = NamespaceSecrets.none()) {
      return render(empty, values);
    }
  }

  /** Renders as an install or upgrade would in a namespace that has these Secrets. */
  Rendered render(NamespaceSecrets secrets, String... values) {
    secrets.writeKubeconfig();
    return render(template(), values);
  }

  /** Renders with a values file from the test resources. */
  Rendered renderWith(String file) {
    try (NamespaceSecrets empty = NamespaceSecrets.none()) {
      empty.writeKubeconfig();
      Path resources = repository().resolve("e2e/journeys/src/test/resources/charts");
      return render(template().withValuesFile(resources.resolve(file)));
    }
  }

  private TemplateCommand template() {
    return new Helm(folder)
        .template()
        .withName(RELEASE)
        .withNamespace(RELEASE)
        .withKubeVersion("1.34.0");
  }

  private static Rendered render(TemplateCommand template, String... values) {
    for (String value : values) {
      String[] parts = value.split("=", 2);
      template.set(parts[0], parts[1]);
    }
    return parse(template.call());
  }

  private static Rendered parse(String manifest) {
    KubernetesSerialization serialization = new KubernetesSerialization();
    return new Rendered(
        manifest,
        Arrays.stream(manifest.split("(?m)^---$"))
            .filter(document -> new Yaml().load(document) != null)
            .map(document -> serialization.<Object>unmarshal(document))
            .map(HasMetadata.class::cast)
            .toList());
  }

  /** All YAML documents of a file. */
  static List<Object> documents(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      List<Object> all = new ArrayList<>();
      new Yaml().loadAll(in).forEach(all::add);
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
