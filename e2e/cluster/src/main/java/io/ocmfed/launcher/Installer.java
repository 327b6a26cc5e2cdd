package io.ocmfed.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.ocmfed.cluster.CertificateAuthority;
import io.ocmfed.cluster.CertifiedKey;
import io.ocmfed.cluster.PrivateFiles;
import io.ocmfed.cluster.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Installs the operator and clouds as a user would: namespaces, volumes, a certificate, and then
 * the charts with Helm. All clouds of one installer have certificates of one private authority,
 * which each finds in the ConfigMap {@value #AUTHORITY} of its namespace, key {@code ca.crt}.
 */
public final class Installer {

  /** Namespace and release of the operator. */
  public static final String OPERATOR_NAMESPACE = "ocmfed-system";

  /** The ConfigMap with the authority's certificate. */
  public static final String AUTHORITY = "demo-ca";

  /** The class of the Ingresses that the embedded node serves. */
  public static final String INGRESS_CLASS = "ocmfed";

  private static final String CERTIFICATE = "public-tls";
  private static final String OPERATOR = "ocm-operator";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Checkout checkout;
  private final KubernetesClient client;
  private final Path kubeconfig;
  private final Path directory;
  private final Progress progress;
  private final CertificateAuthority authority = new CertificateAuthority("ocmfed demo");

  /**
   * @param client an administrator's, closed by the caller
   * @param kubeconfig the same for Helm
   * @param directory where the volumes of the clouds and values for Helm lie, on the node's machine
   */
  public Installer(
      Checkout checkout,
      KubernetesClient client,
      Path kubeconfig,
      Path directory,
      Progress progress) {
    this.checkout = checkout;
    this.client = client;
    this.kubeconfig = kubeconfig;
    this.directory = directory;
    this.progress = progress;
  }

  /** The certificate of the authority behind the clouds' public certificates, PEM. */
  public String authority() {
    return authority.certificate();
  }

  /** Installs the operator with its resource types; does not wait for it. */
  public void operator() {
    operator(1);
  }

  /** The same with that many replicas, of which one leads. */
  public void operator(int replicas) {
    progress.say("installing the operator into " + OPERATOR_NAMESPACE);
    namespace(OPERATOR_NAMESPACE);
    helm("ocm-operator", OPERATOR, OPERATOR_NAMESPACE, Map.of("replicas", replicas));
  }

  /** Installs a cloud; does not wait for it. */
  public Cloud cloud(CloudPlan plan) {
    progress.say("installing %s into %s".formatted(plan.name(), plan.namespace()));
    namespace(plan.namespace());
    publicCertificate(plan);
    String files = plan.namespace() + "-files";
    String database = plan.namespace() + "-db";
    try {
      Path filesDirectory = volume(files, "ReadWriteMany");
      for (DemoUser user : plan.users()) {
        DemoFiles.lay(filesDirectory, user);
      }
      volume(database, "ReadWriteOnce");
    } catch (IOException e) {
      throw new LauncherException("The volumes of %s fail: %s".formatted(plan.name(), e), e);
    }
    helm(
        "ocm-runtime",
        plan.name(),
        plan.namespace(),
        Map.of(
            "domain", plan.domain(),
            "displayName", plan.displayName(),
            "allowLoopbackPeers", true,
            "keepOnUninstall", false,
            "gateway",
                Map.of(
                    "replicas",
                    plan.gateways(),
                    "users",
                    plan.users().stream().map(u -> user(plan, u)).toList(),
                    "files",
                    claim(files)),
            "postgresql", Map.of("persistence", claim(database)),
            "publicTls", Map.of("secretName", CERTIFICATE),
            "ingress", Map.of("enabled", true, "className", INGRESS_CLASS)));
    return new Cloud(plan.name(), plan.namespace(), plan.domain(), plan.users());
  }

  private static Map<String, Object> user(CloudPlan plan, DemoUser user) {
    return Map.of(
        "id", user.id(),
        "login", user.login(),
        "displayName", user.displayName(),
        "mail", user.id() + "@" + plan.host(),
        "passwordHash", user.passwordHash());
  }

  /** Bound to a volume by its name, because the embedded cluster has no provisioner. */
  private static Map<String, Object> claim(String volume) {
    return Map.of("size", "1Gi", "storageClassName", "", "volumeName", volume);
  }

  private void namespace(String name) {
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .serverSideApply();
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(AUTHORITY)
                .withNamespace(name)
                .endMetadata()
                .addToData("ca.crt", authority.certificate())
                .build())
        .serverSideApply();
  }

  private void publicCertificate(CloudPlan plan) {
    CertifiedKey key =
        authority.issue(
            plan.host(), List.of(), List.of(plan.host()), CertificateAuthority.KeyType.EC);
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(CERTIFICATE)
                .withNamespace(plan.namespace())
                .endMetadata()
                .withType("kubernetes.io/tls")
                .addToStringData("tls.crt", key.certificate())
                .addToStringData("tls.key", key.privateKey())
                .build())
        .serverSideApply();
  }

  private Path volume(String name, String accessMode) throws IOException {
    Path path = PrivateFiles.directory(directory.resolve("volumes").resolve(name));
    client
        .resource(
            new PersistentVolumeBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .addToCapacity("storage", new Quantity("1Gi"))
                .withAccessModes(accessMode)
                .withPersistentVolumeReclaimPolicy("Retain")
                .withStorageClassName("")
                .withNewHostPath(path.toString(), "Directory")
                .endSpec()
                .build())
        .serverSideApply();
    return path;
  }

  private void helm(String chart, String release, String namespace, Map<String, Object> values) {
    try {
      Path file = Files.createTempFile(PrivateFiles.directory(directory), "values", ".yaml");
      try {
        // JSON is YAML, and needs no second library.
        PrivateFiles.write(file, JSON.writeValueAsString(values));
        HelmInstall.run(checkout.chart(chart), release, namespace, kubeconfig, file);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new LauncherException("The values for %s fail: %s".formatted(chart, e), e);
    }
  }

  /**
   * Removes a cloud: the release, the namespace and its volumes. Waits until the namespace is gone.
   */
  public void remove(Cloud cloud) {
    try {
      client.namespaces().withName(cloud.namespace()).delete();
      client
          .namespaces()
          .withName(cloud.namespace())
          .waitUntilCondition(Objects::isNull, 120, TimeUnit.SECONDS);
      for (String volume : List.of(cloud.namespace() + "-files", cloud.namespace() + "-db")) {
        client.persistentVolumes().withName(volume).delete();
        PrivateFiles.deleteTree(directory.resolve("volumes").resolve(volume));
      }
    } catch (IOException | KubernetesClientException e) {
      throw new LauncherException("%s could not be removed: %s".formatted(cloud.name(), e), e);
    }
  }
}
