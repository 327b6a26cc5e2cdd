package io.ocmfed.node;

import static io.ocmfed.node.NodeFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.ocmfed.cluster.CertificateAuthority;
import io.ocmfed.cluster.CertifiedKey;
import io.vertx.core.http.HttpVersion;
import java.io.ByteArrayInputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.sql.DriverManager;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How pods are reached: by Service, by name, through the ingress, and PostgreSQL as such a pod. */
class NodeNetworkTest {

  @TempDir static Path directory;
  private static NodeFixture cluster;
  private static CertificateAuthority authority;

  @BeforeAll
  static void start() throws Exception {
    cluster = new NodeFixture(directory);
    authority = new CertificateAuthority("test");
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  private static String deployment(String name, int replicas) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %1$s}
    spec:
      replicas: %2$d
      selector: {matchLabels: {app: %1$s}}
      template:
        metadata: {labels: {app: %1$s}}
        spec:
          terminationGracePeriodSeconds: 2
          containers:
            - name: echo
              image: test/echo
              env: [{name: TLS_DIR, value: /etc/tls}]
              volumeMounts: [{name: tls, mountPath: /etc/tls}]
              readinessProbe:
                httpGet: {port: https, path: /, scheme: HTTPS}
                periodSeconds: 1
                failureThreshold: 1
              ports:
                - {name: http, containerPort: 8080}
                - {name: https, containerPort: 8443}
          volumes: [{name: tls, secret: {secretName: internal-tls}}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: %1$s}
    spec:
      selector: {app: %1$s}
      ports:
        - {name: http, port: 8000, targetPort: http}
        - {name: https, port: 8443, targetPort: https}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: %1$s-each}
    spec:
      clusterIP: None
      selector: {app: %1$s}
      ports: [{port: 8000}]
    """
        .formatted(name, replicas);
  }

  private static String newNamespaceWithTls() {
    String namespace = cluster.newNamespace();
    tls(namespace, "internal-tls", "web");
    return namespace;
  }

  private static X509Certificate tls(String namespace, String secret, String host) {
    CertifiedKey key =
        authority.issue(host, List.of(), List.of(host), CertificateAuthority.KeyType.EC);
    cluster.secret(
        namespace,
        secret,
        "kubernetes.io/tls",
        Map.of("tls.crt", key.certificate(), "tls.key", key.privateKey()));
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(key.certificate().getBytes(StandardCharsets.UTF_8)));
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String clusterIp(String namespace, String name) {
    return cluster
        .client()
        .services()
        .inNamespace(namespace)
        .withName(name)
        .get()
        .getSpec()
        .getClusterIP();
  }

  @Test
  void aServiceReachesReadyPodsInTurnAndNoneWhenThereIsNone() throws Exception {
    String namespace = newNamespaceWithTls();
    cluster.apply(namespace, deployment("web", 2));
    List<Pod> pods = cluster.awaitReady(namespace, "web", 2);
    String address = clusterIp(namespace, "web");
    var names = pods.stream().map(pod -> pod.getMetadata().getName()).collect(Collectors.toSet());
    eventually(() -> assertThat(answers(address)).isEqualTo(names));

    // The pod that dies may be the one whose turn it is: callers do not notice.
    cluster.agent().killContainer(namespace, pods.getFirst().getMetadata().getName(), "echo");
    assertThat(answers(address)).isNotEmpty();

    cluster.client().apps().deployments().inNamespace(namespace).withName("web").scale(0);
    eventually(
        () ->
            assertThatThrownBy(() -> cluster.get(address, 8000, "/"))
                .isInstanceOf(ConnectException.class));
  }

  private static HashSet<String> answers(String address) throws Exception {
    var answers = new HashSet<String>();
    for (int i = 0; i < 8; i++) {
      // A client each, so that each call is a connection.
      try (var client = HttpClient.newHttpClient()) {
        var request = HttpRequest.newBuilder(URI.create("http://" + address + ":8000/")).build();
        answers.add(client.send(request, BodyHandlers.ofString()).body());
      }
    }
    return answers;
  }

  @Test
  void aJavaPodSeesNamesChangeAtOnce() throws Exception {
    String namespace = newNamespaceWithTls();
    cluster.apply(namespace, deployment("web", 1));
    Pod pod = cluster.awaitReady(namespace, "web", 1).getFirst();
    String name = "web-each." + namespace + ".svc";
    eventually(
        () ->
            assertThat(cluster.ask(pod, "/lookup?" + name)).isEqualTo(pod.getStatus().getPodIP()));
    assertThat(cluster.ask(pod, "/lookup?web")).isEqualTo(clusterIp(namespace, "web"));
    assertThat(cluster.ask(pod, "/lookup?web." + namespace + ".svc.cluster.local"))
        .isEqualTo(clusterIp(namespace, "web"));
    assertThat(cluster.ask(pod, "/lookup?localhost")).contains("127.0.0.1");

    // Neither a found nor a missed name is remembered.
    assertThat(cluster.ask(pod, "/lookup?later." + namespace + ".svc")).isEqualTo("unknown");
    cluster.apply(namespace, deployment("later", 0));
    eventually(
        () ->
            assertThat(cluster.ask(pod, "/lookup?later." + namespace + ".svc"))
                .isEqualTo(clusterIp(namespace, "later")));
    cluster.client().apps().deployments().inNamespace(namespace).withName("web").scale(2);
    cluster.awaitReady(namespace, "web", 2);
    eventually(() -> assertThat(cluster.ask(pod, "/lookup?" + name).split(" ")).hasSize(2));
  }

  @Test
  void theIngressServes() throws Exception {
    String namespace = newNamespaceWithTls();
    X509Certificate first = tls(namespace, "public-tls", "cloud.localhost");
    cluster.apply(
        namespace,
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: public}
        spec:
          ingressClassName: ocmfed
          tls: [{hosts: [cloud.localhost], secretName: public-tls}]
          rules:
            - host: cloud.localhost
              http:
                paths:
                  - path: /
                    pathType: Prefix
                    backend: {service: {name: web, port: {name: https}}}
                  - path: /nothing
                    pathType: Prefix
                    backend: {service: {name: missing, port: {number: 8443}}}
        """);
    cluster.apply(namespace, deployment("web", 1));
    Pod pod = cluster.awaitReady(namespace, "web", 1).getFirst();
    theIngressServes(HttpVersion.HTTP_1_1, namespace, pod, first, "closed");
    theIngressServes(HttpVersion.HTTP_2, namespace, pod, first, "reset");

    X509Certificate second = tls(namespace, "public-tls", "cloud.localhost");
    eventually(
        () -> {
          try (var caller = caller(HttpVersion.HTTP_2)) {
            assertThat(caller.get("/").certificate()).isEqualTo(second);
          }
        });
  }

  private static PublicCaller caller(HttpVersion version) {
    return new PublicCaller(cluster.publicPort(), authority.certificate(), version);
  }

  private static void theIngressServes(
      HttpVersion version, String namespace, Pod pod, X509Certificate certificate, String brokenOff)
      throws Exception {
    try (var caller = caller(version)) {
      eventually(
          () -> {
            var answer = caller.get("/");
            assertThat(answer.text()).isEqualTo(pod.getMetadata().getName());
            assertThat(answer.certificate()).isEqualTo(certificate);
          });
      String authorityOfCaller = "cloud.localhost:" + cluster.publicPort();
      assertThat(caller.get("/header?Host").text()).isEqualTo(authorityOfCaller);
      assertThat(caller.get("/header?X-Forwarded-Proto").text()).isEqualTo("https");
      assertThat(caller.get("/header?X-Forwarded-For").text()).isEqualTo("127.0.0.1");

      byte[] large = new byte[3_000_000]; // more than all the buffers on its way
      large[large.length - 1] = 42;
      assertThat(caller.send("PROPFIND", "/echo", large).body()).isEqualTo(large);
      assertThat(caller.send("PROPFIND", "/method", new byte[0]).text()).isEqualTo("PROPFIND");

      var none = caller.get("/nothing/here");
      assertThat(none.status()).isEqualTo(503);
      assertThat(none.text()).contains("No pod of Service " + namespace + "/missing is ready.");

      assertThatThrownBy(() -> caller.get("/break"))
          .as("an answer that broke off is not taken for a whole one")
          .hasMessageContaining(brokenOff);
    }
  }

  @Test
  void postgresServesByTlsAndKeepsItsDataWhenKilled() throws Exception {
    String namespace = cluster.newNamespace();
    tls(namespace, "postgres-tls", "postgres");
    cluster.secret(namespace, "password", Map.of("password", "s3cret"));
    cluster.apply(
        namespace,
        """
        apiVersion: v1
        kind: PersistentVolume
        metadata: {name: %1$s-data}
        spec:
          capacity: {storage: 1Gi}
          accessModes: [ReadWriteOnce]
          storageClassName: %1$s
          persistentVolumeReclaimPolicy: Retain
          hostPath: {path: %2$s}
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: data}
        spec:
          storageClassName: %1$s
          accessModes: [ReadWriteOnce]
          resources: {requests: {storage: 1Gi}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: postgres, labels: {app: postgres}}
        spec:
          terminationGracePeriodSeconds: 10
          containers:
            - name: postgres
              image: postgres:18
              args:
                - -c
                - ssl=on
                - -c
                - ssl_cert_file=/etc/tls/tls.crt
                - -c
                - ssl_key_file=/etc/tls/tls.key
              env:
                - {name: POSTGRES_USER, value: ocm}
                - {name: POSTGRES_DB, value: ocm-db}
                - {name: POSTGRES_PASSWORD_FILE, value: /etc/db/password}
                - {name: PGDATA, value: /var/lib/postgresql/data/pgdata}
              volumeMounts:
                - {name: data, mountPath: /var/lib/postgresql/data}
                - {name: password, mountPath: /etc/db}
                - {name: tls, mountPath: /etc/tls}
              readinessProbe:
                exec: {command: [sh, -c, "pg_isready -U ocm"]}
                periodSeconds: 1
          volumes:
            - {name: data, persistentVolumeClaim: {claimName: data}}
            - {name: password, secret: {secretName: password}}
            - {name: tls, secret: {secretName: postgres-tls, defaultMode: 256}}
        """
            .formatted(namespace, directory.resolve("volumes/" + namespace)));
    Pod pod = cluster.awaitReady(namespace, "postgres");
    query(pod, "CREATE TABLE kept AS SELECT 7 AS x");

    cluster.agent().killContainer(namespace, "postgres", "postgres");
    eventually(
        () -> {
          Pod again = cluster.pod(namespace, "postgres");
          assertThat(again.getStatus().getContainerStatuses().getFirst().getRestartCount())
              .isPositive();
          assertThat(query(again, "SELECT x FROM kept")).isEqualTo("7");
        });
    cluster.client().pods().inNamespace(namespace).withName("postgres").delete();
    eventually(() -> assertThat(cluster.pod(namespace, "postgres")).isNull());
    assertThat(directory.resolve("volumes/" + namespace + "/pgdata/PG_VERSION")).exists();
  }

  private static String query(Pod pod, String sql) throws Exception {
    var properties = new Properties();
    properties.putAll(Map.of("user", "ocm", "password", "s3cret", "sslmode", "require"));
    String url = "jdbc:postgresql://" + pod.getStatus().getPodIP() + ":5432/ocm-db";
    try (var connection = DriverManager.getConnection(url, properties);
        var statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (var rows = statement.getResultSet()) {
        return rows.next() ? rows.getString(1) : "";
      }
    }
  }
}
