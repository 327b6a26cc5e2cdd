package io.ocmfed.node;

import static io.ocmfed.node.NodeFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.ocmfed.cluster.ProcessIdentity;
import io.ocmfed.cluster.ProcessRecords;
import io.ocmfed.node.pod.ContainerLogs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pod's life as its user sees it, on a whole control plane. */
class PodLifeTest {

  @TempDir static Path directory;
  private static NodeFixture cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = new NodeFixture(directory);
  }

  @AfterAll
  static void end() {
    cluster.close();
    assertThat(ProcessIdentity.carrying(ProcessRecords.MARKER, cluster.clusterId())).isEmpty();
  }

  private static final String ECHO =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: echo, labels: {app: echo}}
      spec:
        terminationGracePeriodSeconds: 5
        containers:
          - name: echo
            image: registry.example.org/test/echo:1
            env:
              - {name: GREETING, value: hello}
              - {name: GREETINGS, value: "$(GREETING) $(NOBODY)"}
              - {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
              - {name: WORD, valueFrom: {secretKeyRef: {name: words, key: word}}}
              - {name: WORD_FILE, value: /etc/words/word}
            volumeMounts:
              - {name: words, mountPath: /etc/words}
            readinessProbe: {httpGet: {port: http, path: /}, periodSeconds: 1}
            ports: [{name: http, containerPort: 8080}]
        volumes:
          - {name: words, secret: {secretName: words}}
      """;

  @Test
  void seesItsFieldsAndSecretsAlsoWhenTheyChange() throws Exception {
    String namespace = cluster.newNamespace();
    cluster.apply(namespace, ECHO);
    cluster.secret(namespace, "words", Map.of("word", "first"));
    Pod pod = cluster.awaitReady(namespace, "echo");

    assertThat(pod.getStatus().getPhase()).isEqualTo("Running");
    assertThat(cluster.ask(pod, "/env?POD_IP")).isEqualTo(pod.getStatus().getPodIP());
    assertThat(cluster.ask(pod, "/env?WORD")).isEqualTo("first");
    assertThat(cluster.ask(pod, "/env?GREETINGS")).isEqualTo("hello $(NOBODY)");
    assertThat(cluster.ask(pod, "/file?WORD_FILE")).isEqualTo("first");

    cluster.secret(namespace, "words", Map.of("word", "second"));
    eventually(() -> assertThat(cluster.ask(pod, "/file?WORD_FILE")).isEqualTo("second"));
  }

  @Test
  void callsTheApiAsItsServiceAccount() throws Exception {
    String namespace = cluster.newNamespace();
    cluster.secret(namespace, "words", Map.of("word", "x"));
    cluster.apply(namespace, ECHO);
    Pod pod = cluster.awaitReady(namespace, "echo");

    String url =
        "https://"
            + cluster.ask(pod, "/env?KUBERNETES_SERVICE_HOST")
            + ":"
            + cluster.ask(pod, "/env?KUBERNETES_SERVICE_PORT");
    var config =
        new ConfigBuilder()
            .withAutoConfigure(false)
            .withMasterUrl(url)
            .withCaCertFile(cluster.ask(pod, "/env?KUBERNETES_CERTS_CA_FILE"))
            .withOauthToken(cluster.ask(pod, "/file?KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN"))
            .build();
    try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
      assertThat(
              client.raw(
                  "/apis/authentication.k8s.io/v1/selfsubjectreviews",
                  "POST",
                  Map.of("apiVersion", "authentication.k8s.io/v1", "kind", "SelfSubjectReview")))
          .contains("system:serviceaccount:" + namespace + ":default");
    }
    assertThat(cluster.ask(pod, "/file?KUBENAMESPACE")).isEqualTo(namespace);
  }

  @Test
  void comesBackUnderItsAddressWhenKilled() {
    String namespace = cluster.newNamespace();
    cluster.secret(namespace, "words", Map.of("word", "x"));
    cluster.apply(namespace, ECHO);
    Pod before = cluster.awaitReady(namespace, "echo");
    cluster.agent().killContainer(namespace, "echo", "echo");

    eventually(
        () -> {
          Pod pod = cluster.pod(namespace, "echo");
          ContainerStatus status = pod.getStatus().getContainerStatuses().getFirst();
          assertThat(status.getRestartCount()).isEqualTo(1);
          assertThat(status.getLastState().getTerminated().getExitCode()).isEqualTo(137);
          assertThat(Readiness.isPodReady(pod)).isTrue();
          assertThat(pod.getStatus().getPodIP()).isEqualTo(before.getStatus().getPodIP());
          assertThat(cluster.ask(pod, "/")).isEqualTo("echo");
        });
  }

  @Test
  void isGivenUpWhenItListensOnAnotherAddress() throws IOException {
    String namespace = cluster.newNamespace();
    // One that no other pod of this machine has on its own address.
    String port = ":" + freePort();
    cluster.apply(
        namespace,
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: everywhere}
        spec:
          containers:
            - name: echo
              image: test/echo
              env: [{name: BIND, value: 0.0.0.0}, {name: PORT, value: "%s"}]
        """
            .formatted(port.substring(1)));
    eventually(
        () -> {
          var status = cluster.pod(namespace, "everywhere").getStatus();
          assertThat(status.getPhase()).isEqualTo("Failed");
          assertThat(status.getReason()).isEqualTo("ListenerElsewhere");
          assertThat(status.getMessage())
              .contains("container echo listens on", port, status.getPodIP());
        });
    assertThat(processesOf(namespace)).isEmpty();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void endsInAnOrderlyWay() throws Exception {
    String namespace = cluster.newNamespace();
    cluster.apply(
        namespace,
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: polite}
        spec:
          terminationGracePeriodSeconds: 20
          initContainers:
            - name: before
              image: local/exec
              command: [sh, -c, "echo prepared > /work/file"]
              volumeMounts: [{name: work, mountPath: /work}]
          containers:
            - name: main
              image: local/exec
              command: [sh, -c]
              args:
                - |
                  cat /work/file
                  trap 'echo terminated; touch /work/stopping; read x < /work/fifo; exit 0' TERM
                  mkfifo /work/fifo; touch /work/up
                  while :; do sleep 0.1; done
              volumeMounts: [{name: work, mountPath: /work}]
              readinessProbe: {exec: {command: [test, -f, /work/up]}, periodSeconds: 1}
              lifecycle: {preStop: {exec: {command: [sh, -c, "echo x > /work/hooked"]}}}
          volumes: [{name: work, emptyDir: {}}]
        """);
    Pod pod = cluster.awaitReady(namespace, "polite");
    Path work =
        cluster.nodeDirectory().resolve("pods/" + pod.getMetadata().getUid() + "/volumes/work");
    cluster.client().pods().inNamespace(namespace).withName("polite").delete();

    eventually(() -> assertThat(work.resolve("stopping")).exists());
    assertThat(work.resolve("hooked")).as("preStop comes before SIGTERM").exists();
    Pod ending = cluster.pod(namespace, "polite");
    assertThat(Readiness.isPodReady(ending)).isFalse();
    assertThat(ending.getStatus().getContainerStatuses().getFirst().getState().getRunning())
        .isNotNull();

    Files.writeString(work.resolve("fifo"), "go\n");
    eventually(() -> assertThat(cluster.pod(namespace, "polite")).isNull());
    assertThat(processesOf(namespace)).isEmpty();
    List<Path> logs = ContainerLogs.find(cluster.nodeDirectory(), namespace + "/polite");
    assertThat(logs).hasSize(2);
    assertThat(Files.readString(logs.getLast())).contains("prepared", "terminated");
    assertThat(work).doesNotExist();
  }

  @Test
  void isKilledAtOnceByForce() {
    String namespace = cluster.newNamespace();
    cluster.apply(
        namespace,
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: stubborn}
        spec:
          containers:
            - name: main
              image: local/exec
              command: [sh, -c, "trap '' TERM; while :; do sleep 0.1; done"]
        """);
    cluster.awaitReady(namespace, "stubborn");
    assertThat(processesOf(namespace)).isNotEmpty();
    cluster.client().pods().inNamespace(namespace).withName("stubborn").withGracePeriod(0).delete();
    eventually(() -> assertThat(processesOf(namespace)).isEmpty());
  }

  @Test
  void backsOffAndTellsWhy() {
    String namespace = cluster.newNamespace();
    cluster.apply(
        namespace,
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: broken}
        spec:
          containers:
            - {name: fails, image: local/exec, command: [sh, -c, "exit 7"]}
            - {name: unknown, image: "nowhere/nothing:1"}
        """);
    eventually(
        () -> {
          var status = cluster.pod(namespace, "broken").getStatus();
          var fails = status.getContainerStatuses().getFirst();
          assertThat(fails.getRestartCount()).isGreaterThanOrEqualTo(2);
          assertThat(fails.getState().getWaiting().getReason()).isEqualTo("CrashLoopBackOff");
          assertThat(fails.getLastState().getTerminated().getExitCode()).isEqualTo(7);
          var unknown = status.getContainerStatuses().getLast().getState().getWaiting();
          assertThat(unknown.getReason()).isEqualTo("ErrImagePull");
          assertThat(unknown.getMessage()).contains("nowhere/nothing:1", "test/echo");
        });
  }

  @Test
  void isRestartedWhenItsLivenessProbeFails() {
    String namespace = cluster.newNamespace();
    cluster.apply(
        namespace,
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: sick}
        spec:
          terminationGracePeriodSeconds: 1
          containers:
            - name: main
              image: local/exec
              command: [sh, -c, "while :; do sleep 0.1; done"]
              livenessProbe: {tcpSocket: {port: 4711}, periodSeconds: 1, failureThreshold: 1}
        """);
    eventually(
        () ->
            assertThat(
                    cluster
                        .pod(namespace, "sick")
                        .getStatus()
                        .getContainerStatuses()
                        .getFirst()
                        .getRestartCount())
                .isPositive());
  }

  @Test
  void succeedsWhenItsWorkIsDone() {
    String namespace = cluster.newNamespace();
    cluster.apply(
        namespace,
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: job}
        spec:
          template:
            spec:
              restartPolicy: Never
              containers:
                - {name: main, image: local/exec, command: ["true"]}
        """);
    eventually(
        () ->
            assertThat(
                    cluster
                        .client()
                        .batch()
                        .v1()
                        .jobs()
                        .inNamespace(namespace)
                        .withName("job")
                        .get()
                        .getStatus()
                        .getSucceeded())
                .isEqualTo(1));
  }

  @Test
  void hangsAndGoesOnAsItsAnnotationSays() {
    String namespace = cluster.newNamespace();
    cluster.secret(namespace, "words", Map.of("word", "x"));
    cluster.apply(namespace, ECHO);
    cluster.awaitReady(namespace, "echo");
    fault(namespace, "freeze");
    eventually(() -> assertThat(Readiness.isPodReady(cluster.pod(namespace, "echo"))).isFalse());
    fault(namespace, null);
    Pod pod = cluster.awaitReady(namespace, "echo");
    assertThat(pod.getStatus().getContainerStatuses().getFirst().getRestartCount()).isZero();
  }

  @Test
  void losesPacketsAsItsAnnotationSays() throws IOException {
    String namespace = cluster.newNamespace();
    cluster.secret(namespace, "words", Map.of("word", "x"));
    cluster.apply(namespace, ECHO);
    String address = cluster.awaitReady(namespace, "echo").getStatus().getPodIP();
    try (var open = new Socket(address, 8080)) {
      fault(namespace, "vanish");
      // Neither accepted nor refused, and on an open connection nothing comes back.
      eventually(
          () ->
              assertThatThrownBy(() -> connect(address))
                  .isInstanceOf(SocketTimeoutException.class));
      open.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      open.setSoTimeout(1000);
      assertThatThrownBy(() -> open.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      eventually(() -> assertThat(Readiness.isPodReady(cluster.pod(namespace, "echo"))).isFalse());

      fault(namespace, null);
      Pod pod = cluster.awaitReady(namespace, "echo");
      assertThat(pod.getStatus().getContainerStatuses().getFirst().getRestartCount()).isZero();
      open.setSoTimeout(60_000);
      assertThat((char) open.getInputStream().read()).isEqualTo('H');
    }
  }

  private static void connect(String address) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, 8080), 1000);
    }
  }

  private static void fault(String namespace, String fault) {
    cluster
        .client()
        .pods()
        .inNamespace(namespace)
        .withName("echo")
        .edit(
            pod -> {
              pod.getMetadata().getAnnotations().put("node.ocmfed.io/fault", fault);
              return pod;
            });
  }

  private static List<ProcessIdentity> processesOf(String namespace) {
    return ProcessIdentity.carrying(ProcessRecords.MARKER, cluster.clusterId()).stream()
        .filter(
            process ->
                process
                    .variable("OCMFED_CONTAINER")
                    .filter(container -> container.startsWith(namespace + "/"))
                    .isPresent())
        .toList();
  }
}
