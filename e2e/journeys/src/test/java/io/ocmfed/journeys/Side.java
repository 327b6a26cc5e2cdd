package io.ocmfed.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.ocmfed.launcher.Cloud;
import io.ocmfed.launcher.CloudClient;
import io.ocmfed.launcher.DemoUser;
import io.ocmfed.launcher.GitFolder;
import io.ocmfed.launcher.OcmKind;
import io.ocmfed.launcher.OcmObjects;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One organisation of a journey: its namespace, its cloud, its people. */
public record Side(World world, Cloud cloud, GitFolder git) {

  public static final Duration PATIENCE = Duration.ofSeconds(120);

  public Kubectl kubectl() {
    return new Kubectl(world.kubeconfig(), cloud.namespace());
  }

  public DemoUser user(String id) {
    return cloud.user(id);
  }

  /** Applies what the organisation keeps in Git. */
  void applyGit() {
    git.apply(world.client(), cloud.namespace());
  }

  /** Applies these files of it only. */
  void applyGit(List<String> files) {
    files.forEach(file -> git.apply(world.client(), cloud.namespace(), file));
  }

  /** Waits with {@code kubectl wait --for=condition=Ready}, objects as {@code kind/name}. */
  public void awaitReady(String... objects) {
    for (String object : objects) {
      var said =
          kubectl()
              .tries(
                  "",
                  "wait",
                  "--for=condition=Ready",
                  object,
                  "--timeout=" + PATIENCE.toSeconds() + "s");
      if (said.code() != 0) {
        throw new AssertionError(
            said.text() + "\n" + kubectl().tries("", "get", object, "-o", "yaml").text());
      }
    }
  }

  /** An object as {@code kind/name}, such as {@code ocmtrust/cloud-b}; empty when not there. */
  public Optional<GenericKubernetesResource> get(String object) {
    int slash = object.indexOf('/');
    return objects().find(OcmKind.named(object.substring(0, slash)), object.substring(slash + 1));
  }

  private OcmObjects objects() {
    return new OcmObjects(world.client(), cloud.namespace());
  }

  /** {@code status.phase} of an object, or nothing. */
  String phase(String object) {
    return get(object).map(found -> OcmObjects.text(found, "phase")).orElse("");
  }

  /** {@code status/reason} of a condition, such as {@code False/Expired}; nothing when absent. */
  public String condition(String object, String type) {
    return said(object, type)
        .map(condition -> condition.get("status") + "/" + condition.get("reason"))
        .orElse("");
  }

  /** The message of a condition; nothing when absent. */
  public String message(String object, String type) {
    return said(object, type).map(condition -> String.valueOf(condition.get("message"))).orElse("");
  }

  private Optional<Map<?, ?>> said(String object, String type) {
    return get(object).flatMap(found -> OcmObjects.condition(found, type));
  }

  void awaitPhase(String object, String phase) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(phase(object)).as(() -> object + " " + status(object)).isEqualTo(phase));
  }

  public void awaitCondition(String object, String type, String statusAndReason) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(condition(object, type))
                    .as(() -> object + " " + status(object))
                    .isEqualTo(statusAndReason));
  }

  void awaitGone(String object) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(get(object)).as(object).isEmpty());
  }

  private Object status(String object) {
    return get(object).map(o -> o.<Object>get("status")).orElse("absent");
  }

  /** Names of mirrored shares here. */
  List<String> mirrors() {
    return objects().mirrors().stream().map(o -> o.getMetadata().getName()).toList();
  }

  /** Items of {@code sharedWithMe}. */
  public List<JsonObject> sharedWithMe(String user) {
    CloudClient.Answer answer = sharedWithMeAnswer(user);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.json().getJsonArray("value").stream().map(JsonObject.class::cast).toList();
  }

  /** What Graph answers, whatever it is. */
  public CloudClient.Answer sharedWithMeAnswer(String user) {
    return world
        .people()
        .get(URI.create(cloud.graph() + "/v1beta1/me/drive/sharedWithMe"), user(user));
  }

  /** GET of a WebDAV address as a user. */
  public CloudClient.Answer read(String webDavUrl, String user) {
    return world.people().get(URI.create(webDavUrl), user(user));
  }

  /** POST to Graph as a user, by the path below its base. */
  CloudClient.Answer post(String user, String path, JsonObject body) {
    return world.people().post(URI.create(cloud.graph() + path), user(user), body);
  }

  /** The connections that a user sees. */
  List<JsonObject> connections(String user) {
    CloudClient.Answer answer =
        world.people().get(URI.create(cloud.graph() + "/v1beta1/me/ocm/connections"), user(user));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.json().getJsonArray("value").stream().map(JsonObject.class::cast).toList();
  }

  /** Ends a connection as a user does. */
  void disconnect(String user, String connectionId) {
    CloudClient.Answer answer =
        world
            .people()
            .delete(
                URI.create(cloud.graph() + "/v1beta1/me/ocm/connections/" + connectionId),
                user(user));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(204);
  }

  public List<Pod> gateways() {
    return world
        .client()
        .pods()
        .inNamespace(cloud.namespace())
        .withLabel("app.kubernetes.io/component", "gateway")
        .list()
        .getItems();
  }

  public void scale(String deployment, int replicas) {
    kubectl().run("scale", "deployment/" + deployment, "--replicas=" + replicas);
  }

  /**
   * Names of what the runtime has recorded as declared: {@code trusts}, {@code invites} or {@code
   * shares}.
   */
  List<String> declared(String collection) {
    return AdminFace.get(this, "/" + collection).getJsonArray("items").stream()
        .map(item -> ((JsonObject) item).getString("name"))
        .toList();
  }
}
