package io.ocmfed.runtime.graph;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.ocmfed.runtime.settings.Settings;
import io.ocmfed.runtime.testing.Installation;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = InstallationResource.class, restrictToAnnotatedClass = true)
class GraphFaceTest {

  private static long sequence;

  @Inject Settings settings;
  @Inject Vertx vertx;

  @BeforeEach
  void bothServicesAreInTheTable() {
    push(List.of(endpoint("127.0.0.1", settings.gatewayPort())));
  }

  @Test
  void aUserLogsInWithThePasswordOfTheUsersFile() {
    as("bob")
        .get("/graph/v1.0/me")
        .then()
        .statusCode(200)
        .body("id", equalTo("bob"))
        .body("userType", equalTo("Member"))
        .header("X-Request-Id", notNullValue());
  }

  @Test
  void aWrongPasswordIsTheClientsMistakeAndSaysSo() {
    graph()
        .auth()
        .preemptive()
        .basic("bob", "guess")
        .header("X-Request-Id", "from-the-client")
        .get("/graph/v1.0/me")
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", containsString("Basic"))
        .header("X-Request-Id", equalTo("from-the-client"))
        .body("error.code", equalTo("UNAUTHENTICATED"))
        .body("error.innererror.origin", equalTo("client"))
        .body("error.innererror.'request-id'", equalTo("from-the-client"));
  }

  @Test
  void whatWasSharedWithMeIsListedEvenWhileThePeerIsUnreachable() {
    as("bob")
        .get("/graph/v1beta1/me/drive/sharedWithMe")
        .then()
        .statusCode(200)
        .body("value", hasSize(1))
        .body("value[0].name", equalTo("report.pdf"))
        .body("value[0].size", equalTo(12))
        .body("value[0].file", notNullValue())
        .body("value[0].folder", nullValue())
        .body("value[0].webDavUrl", equalTo("https://cloud-a.example.org/dav/shares/share-1"))
        .body("value[0].remoteItem.id", equalTo("share-1"))
        .body("value[0].shared.sharedBy.user.id", equalTo("alice@cloud-b.example.org"))
        .body("value[0].ocm.state", equalTo("UNREACHABLE"))
        .body("value[0].ocm.unreachableSince", equalTo("2023-11-14T22:13:20Z"));
  }

  @Test
  void anItemIsSharedListedAndUnshared() {
    String item = ItemIds.of("/Projects/report.pdf");
    as("alice")
        .contentType("application/json")
        .body(Map.of("recipients", List.of(Map.of("objectId", "bob@cloud-b.example.org"))))
        .post("/graph/v1beta1/drives/alice/items/" + item + "/invite")
        .then()
        .statusCode(200)
        .body("value[0].id", equalTo("sent-1"))
        .body("value[0].grantedToV2.user.id", equalTo("bob@cloud-b.example.org"));
    as("alice")
        .get("/graph/v1beta1/me/drive/sharedByMe")
        .then()
        .statusCode(200)
        .body("value[0].id", equalTo(item))
        .body("value[0].permissions[0].id", equalTo("sent-1"));
    as("alice")
        .delete("/graph/v1beta1/drives/alice/items/" + item + "/permissions/sent-1")
        .then()
        .statusCode(204);
    as("alice")
        .delete("/graph/v1beta1/drives/alice/items/" + item + "/permissions/sent-1")
        .then()
        .statusCode(404)
        .body("error.code", equalTo("RESOURCE_NOT_FOUND"));
  }

  @Test
  void aFailureOfThePeerKeepsItsOrigin() {
    as("alice")
        .contentType("application/json")
        .body(Map.of("recipients", List.of(Map.of("objectId", "nobody@cloud-b.example.org"))))
        .post("/graph/v1beta1/drives/alice/items/" + ItemIds.of("/a") + "/invite")
        .then()
        .statusCode(502)
        .body("error.code", equalTo("PEER_UNREACHABLE"))
        .body("error.innererror.origin", equalTo("peer:cloud-b.example.org"))
        .body("error.innererror.attempts", equalTo(3))
        .body("error.innererror.retryable", equalTo(true))
        .body("error.innererror.since", equalTo("2023-11-14T22:13:20Z"));
  }

  @Test
  void anAcceptanceThatTheInviterHasNotAnsweredYetIs202() {
    as("bob")
        .contentType("application/json")
        .body(Map.of("invitation", "slow"))
        .post("/graph/v1beta1/me/ocm/invitations/accept")
        .then()
        .statusCode(202)
        .body("state", equalTo("PENDING"));
    as("bob")
        .contentType("application/json")
        .body(Map.of("invitation", "quick"))
        .post("/graph/v1beta1/me/ocm/invitations/accept")
        .then()
        .statusCode(200)
        .body("state", equalTo("STANDING"));
  }

  @Test
  void aBugBehindGraphIsNamedByItsRequestIdOnly() {
    as("bob")
        .contentType("application/json")
        .body(Map.of("invitation", "break"))
        .header("X-Request-Id", "req-7")
        .post("/graph/v1beta1/me/ocm/invitations/accept")
        .then()
        .statusCode(500)
        .body("error.code", equalTo("INTERNAL"))
        .body("error.innererror.origin", equalTo("ocm"))
        .body("error.message", containsString("req-7"))
        .body("error.message", not(containsString("secret")));
  }

  @Test
  void aBodyThatDoesNotFitNamesTheField() {
    as("alice")
        .contentType("application/json")
        .body("{\"recipients\": \"all\"}")
        .post("/graph/v1beta1/drives/alice/items/x/invite")
        .then()
        .statusCode(400)
        .body("error.code", equalTo("INVALID_REQUEST"))
        .body("error.message", containsString("recipients"));
  }

  @Test
  void federatedUsersAreThoseOneIsConnectedWith() {
    as("bob")
        .queryParam("$filter", "userType eq 'Federated'")
        .queryParam("$search", "\"liddell\"")
        .get("/graph/v1.0/users")
        .then()
        .statusCode(200)
        .body("value.id", contains("alice@cloud-b.example.org"))
        .body("value[0].identities[0].issuer", equalTo("cloud-b.example.org"));
    as("bob").get("/graph/v1.0/users").then().statusCode(501);
  }

  @Test
  void withoutAGatewayTheErrorNamesTheGateway() {
    push(List.of(endpoint("127.0.0.9", settings.gatewayPort())));
    as("bob")
        .get("/graph/v1beta1/me/drive/sharedWithMe")
        .then()
        .statusCode(503)
        .header("Retry-After", notNullValue())
        .body("error.code", equalTo("GATEWAY_UNAVAILABLE"))
        .body("error.innererror.origin", equalTo("gateway"))
        .body("error.innererror.endpoint", containsString("127.0.0.9"))
        .body("error.innererror.since", notNullValue());
    push(List.of(endpoint("127.0.0.1", settings.gatewayPort())));
    as("bob").get("/graph/v1.0/me").then().statusCode(200);
  }

  @Test
  void facesOfRolesThatAreOffAnswer404() {
    graph()
        .get("/.well-known/ocm")
        .then()
        .statusCode(404)
        .body("code", equalTo("RESOURCE_NOT_FOUND"));
    graph().get("/").then().statusCode(404);
    as("bob")
        .get("/graph/v1.0/nothing")
        .then()
        .statusCode(404)
        .body("error.code", equalTo("RESOURCE_NOT_FOUND"));
  }

  @Test
  void theAdminFaceWantsItsTokenAndKeepsTheNewestTable() {
    admin("wrong")
        .get("/admin/v1/status")
        .then()
        .statusCode(401)
        .contentType("application/problem+json")
        .body("code", equalTo("UNAUTHENTICATED"));
    admin(Installation.ADMIN_TOKEN)
        .get("/admin/v1/status")
        .then()
        .statusCode(200)
        .body("roles", contains("gateway", "graph"))
        .body("instanceId", notNullValue());
    admin(Installation.ADMIN_TOKEN)
        .body(Map.of("fence", Map.of("term", 0, "sequence", 9), "services", Map.of()))
        .contentType("application/json")
        .put("/admin/v1/endpoints")
        .then()
        .statusCode(409)
        .body("code", equalTo("ENDPOINTS_STALE"))
        .body("applied.term", equalTo(1));
    admin(Installation.ADMIN_TOKEN)
        .body("{\"fence\": {\"term\": \"x\"}}")
        .contentType("application/json")
        .put("/admin/v1/endpoints")
        .then()
        .statusCode(400)
        .body("code", equalTo("INVALID_REQUEST"))
        .body("detail", containsString("fence.term"));
    admin(Installation.ADMIN_TOKEN)
        .body("x".repeat((1 << 20) + 1))
        .put("/admin/v1/endpoints")
        .then()
        .statusCode(400)
        .body("detail", containsString("too large"));
    admin(Installation.ADMIN_TOKEN).get("/admin/v1/nothing").then().statusCode(404);
    as("bob").get("/graph/v1.0/me").then().statusCode(200);
    admin(Installation.ADMIN_TOKEN)
        .get("/admin/v1/endpoints")
        .then()
        .statusCode(200)
        .body("source", equalTo("operator"))
        .body("services.gateway[0].host", equalTo("127.0.0.1"))
        .body("services.gateway[0].state", equalTo("ready"))
        .body("ageSeconds", notNullValue());
  }

  @Test
  void healthIsOpenAndMetricsNeedTheAdminToken() {
    management().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
    management().get("/q/health/live").then().statusCode(200);
    for (String path : List.of("/q/metrics", "/q//metrics", "/q/%6Detrics", "/q/metrics/x", "/q")) {
      management()
          .urlEncodingEnabled(false)
          .get(path)
          .then()
          .statusCode(401)
          .header("WWW-Authenticate", "Bearer realm=\"admin\"")
          .contentType("application/problem+json")
          .body("code", equalTo("UNAUTHENTICATED"));
    }
    admin("wrong").get("/q/metrics").then().statusCode(401);
    assertThat(
            admin(Installation.ADMIN_TOKEN)
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString())
        .contains("# TYPE");
  }

  @Test
  void aMalformedPathIsTheCallersMistake() {
    HttpClientOptions options = new HttpClientOptions();
    options.setSsl(true).setTrustAll(true).setVerifyHost(false);
    HttpClient client = vertx.createHttpClient(options);
    try {
      for (String path : List.of("/graph/v1.0/%zz", "/dav/ocm/x/%zz", "/%", "/graph/%a")) {
        assertThat(status(client, settings.publicPort(), path)).as(path).isEqualTo(400);
      }
      assertThat(status(client, settings.managementPort(), "/q/%zz")).isEqualTo(400);
    } finally {
      client.close();
    }
  }

  /** Sends the path as it is. */
  private static int status(HttpClient client, int port, String path) {
    return client
        .request(HttpMethod.GET, port, "127.0.0.1", path)
        .compose(HttpClientRequest::send)
        .map(HttpClientResponse::statusCode)
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private void push(List<Map<String, Object>> gateways) {
    Map<String, Object> table =
        Map.of(
            "fence", Map.of("term", 1, "sequence", ++sequence),
            "services",
                Map.of(
                    "gateway",
                    gateways,
                    "ocm",
                    List.of(endpoint("127.0.0.2", settings.ocmPort()))));
    admin(Installation.ADMIN_TOKEN)
        .body(table)
        .contentType("application/json")
        .put("/admin/v1/endpoints")
        .then()
        .statusCode(200)
        .body("applied.sequence", equalTo((int) sequence));
  }

  private static Map<String, Object> endpoint(String host, int port) {
    return Map.of("host", host, "port", port, "pod", "pod-" + host);
  }

  private RequestSpecification as(String user) {
    return graph().auth().preemptive().basic(user, user + "-secret");
  }

  private RequestSpecification graph() {
    return given()
        .relaxedHTTPSValidation()
        .baseUri("https://127.0.0.1:" + settings.publicPort())
        .port(settings.publicPort());
  }

  private RequestSpecification management() {
    return given()
        .relaxedHTTPSValidation()
        .baseUri("https://127.0.0.1:" + settings.managementPort())
        .port(settings.managementPort());
  }

  private RequestSpecification admin(String token) {
    return management().header("Authorization", "Bearer " + token);
  }
}
