package io.ocmfed.runtime.trace;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.ocmfed.runtime.invite.InviteString;
import io.ocmfed.runtime.peer.PeerServer;
import io.ocmfed.runtime.peer.TestCa;
import io.ocmfed.runtime.settings.Settings;
import io.ocmfed.runtime.testing.Installation;
import io.ocmfed.runtime.testing.MetricNames;
import io.ocmfed.runtime.trace.Collector.Received;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the runtime lets be seen. One trace from a client through graph, ocm and gateway to a peer:
 * the roles call each other over gRPC and TLS, the peer is an HTTPS server, the spans arrive by
 * OTLP. And the metrics.
 */
@QuarkusTest
@QuarkusTestResource(value = TracedInstallation.class, restrictToAnnotatedClass = true)
class SightTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CLIENT = "00f067aa0ba902b7";
  private static final String TOKEN = "a-token-of-0123456789-letters";
  private static final int SERVED = 2;
  private static final int CALLED = 3;
  private static long sequence;

  @Inject Settings settings;
  @Inject Vertx vertx;

  Collector collector;
  private final RequestLog log = RequestLog.open();
  private final Map<String, String> heardByPeer = new ConcurrentHashMap<>();
  private PeerServer peer;

  @BeforeEach
  void aTrustedPeerThatAcceptsInvitations() throws Exception {
    TestCa ca = new TestCa("peer CA");
    peer = new PeerServer(vertx, ca.server("localhost")).discoverable();
    peer.on(
        "/ocm/invite-accepted",
        request -> {
          for (String header : List.of("traceparent", "x-request-id", "signature-input")) {
            heardByPeer.put(header, String.valueOf(request.getHeader(header)));
          }
          request
              .response()
              .putHeader("Content-Type", "application/json")
              .end("{\"userID\":\"carol\",\"email\":\"carol@peer.example\",\"name\":\"Carol\"}");
        });
    patiently().untilAsserted(() -> management().get("/q/health/ready").then().statusCode(200));
    push(endpoint("127.0.0.1", settings.gatewayPort()));
    Map<String, Object> trust = new HashMap<>();
    trust.put("uid", "uid-" + peer.domain());
    trust.put("generation", 1);
    trust.put("domain", peer.domain());
    trust.put("caCertificate", ca.pem());
    trust.put("signatures", "Required");
    trust.put("invites", "Both");
    trust.put("shares", "Both");
    trust.put("permissions", List.of("read"));
    trust.put("maxShareSeconds", 86400);
    trust.put("deletionPolicy", "Retain");
    management().body(trust).put("/admin/v1/trusts/peer").then().statusCode(200);
  }

  @AfterEach
  void close() {
    management().delete("/admin/v1/trusts/peer").then().statusCode(204);
    log.close();
    peer.close();
  }

  @Test
  void oneTraceLeadsFromTheClientToThePeerAndTheRequestIdIsInEveryLog() {
    graph()
        .header("X-Request-Id", "accepting-1")
        .header("traceparent", "00-" + TRACE + "-" + CLIENT + "-01")
        .body(Map.of("invitation", InviteString.of(TOKEN, peer.domain())))
        .post("/graph/v1beta1/me/ocm/invitations/accept")
        .then()
        .statusCode(200)
        .header("X-Request-Id", equalTo("accepting-1"));

    patiently().until(() -> chain("peer invite-accepted", CALLED).size() == 4);
    // The peer is asked by ocm, ocm by graph, graph by the client.
    List<Received> toPeer = chain("peer invite-accepted", CALLED);
    assertThat(toPeer)
        .extracting(Received::name)
        .containsExactly(
            "peer invite-accepted",
            "ocmfed.ocm.v1.Ocm/AcceptInvitation",
            "ocmfed.ocm.v1.Ocm/AcceptInvitation",
            "POST /graph");
    assertThat(toPeer).extracting(Received::kind).containsExactly(3L, 2L, 3L, 2L);
    assertThat(toPeer.getLast().parent()).isEqualTo(CLIENT);
    assertThat(heardByPeer.get("traceparent"))
        .isEqualTo("00-" + TRACE + "-" + toPeer.getFirst().id() + "-01");
    assertThat(heardByPeer.get("x-request-id")).isEqualTo("accepting-1");
    assertThat(heardByPeer.get("signature-input")).doesNotContain("traceparent");

    // The gateway is asked by graph for the login, and by ocm for the user.
    patiently().until(() -> chain("ocmfed.gateway.v1.Gateway/GetUser", SERVED).size() == 5);
    assertThat(chain("ocmfed.gateway.v1.Gateway/GetUser", SERVED))
        .extracting(Received::name)
        .containsExactly(
            "ocmfed.gateway.v1.Gateway/GetUser",
            "ocmfed.gateway.v1.Gateway/GetUser",
            "ocmfed.ocm.v1.Ocm/AcceptInvitation",
            "ocmfed.ocm.v1.Ocm/AcceptInvitation",
            "POST /graph");
    assertThat(chain("ocmfed.gateway.v1.Gateway/Authenticate", SERVED))
        .extracting(Received::name)
        .containsExactly(
            "ocmfed.gateway.v1.Gateway/Authenticate",
            "ocmfed.gateway.v1.Gateway/Authenticate",
            "POST /graph");
    assertThat(collector.of(TRACE))
        .allMatch(span -> span.service().equals("ocm-runtime"))
        .allMatch(span -> "accepting-1".equals(span.attributes().get("ocmfed.request_id")));

    patiently()
        .untilAsserted(
            () ->
                assertThat(log.of("accepting-1"))
                    .extracting(RequestLog.Line::text)
                    .contains(
                        "event=answered call=\"POST /graph\" status=200",
                        "event=answered call=\"ocmfed.ocm.v1.Ocm/AcceptInvitation\" status=OK",
                        "event=answered call=\"ocmfed.gateway.v1.Gateway/GetUser\" status=OK"));
    assertThat(log.of("accepting-1")).extracting(RequestLog.Line::trace).containsOnly(TRACE);
  }

  @Test
  void whatFailsBehindGraphIsInItsLogAndMarkedInTheTrace() {
    push(endpoint("127.0.0.9", settings.gatewayPort()));
    String trace = TRACE.replace('4', '5');
    graph()
        .header("X-Request-Id", "failing-1")
        .header("traceparent", "00-" + trace + "-" + CLIENT + "-01")
        .get("/graph/v1.0/me")
        .then()
        .statusCode(503)
        .body("error.code", equalTo("GATEWAY_UNAVAILABLE"))
        .body("error.innererror.table.revision", equalTo("1." + sequence));
    patiently().until(() -> collector.of(trace).stream().anyMatch(Received::error));
    assertThat(log.of("failing-1"))
        .extracting(RequestLog.Line::text)
        .anyMatch(
            line ->
                line.startsWith("event=failed code=GATEWAY_UNAVAILABLE origin=gateway")
                    && line.endsWith("table=1." + sequence));
  }

  @Test
  void aTraceThatTheCallerDoesNotWantRecordedIsPassedOnAndNotRecorded() {
    String trace = TRACE.replace('4', '6');
    graph()
        .header("traceparent", "00-" + trace + "-" + CLIENT + "-00")
        .get("/graph/v1.0/me")
        .then()
        .statusCode(200);
    String after = TRACE.replace('4', '7');
    graph().header("traceparent", "00-" + after + "-" + CLIENT + "-01").get("/graph/v1.0/me");
    patiently().until(() -> !collector.of(after).isEmpty());
    assertThat(collector.of(trace)).isEmpty();
  }

  @Test
  void theMetricsAreThoseOfTheOperationsPage() {
    graph()
        .body(Map.of("invitation", InviteString.of(TOKEN + "-2", peer.domain())))
        .post("/graph/v1beta1/me/ocm/invitations/accept")
        .then()
        .statusCode(200);
    Set<String> ours = Set.of("runtime", "ocm");
    // Endpoints are looked at twice a second.
    patiently()
        .untilAsserted(
            () ->
                assertThat(MetricNames.exported(metrics()))
                    .isEqualTo(MetricNames.documented(ours)));
    assertThat(metrics())
        .contains("ocmfed_endpoint_table_sequence " + (double) sequence)
        .contains("ocmfed_endpoint_source{source=\"operator\",target=\"gateway\"} 1.0")
        .contains("ocmfed_endpoint_source{source=\"fallback\",target=\"gateway\"} 0.0")
        .containsPattern("ocmfed_channel_state\\{state=\"ready\",target=\"ocm\"} 1.0")
        .containsPattern(
            "ocmfed_endpoint_calls_total\\{address=\"127.0.0.1:\\d+\",target=\"gateway\",target_pod=\"pod\"} [1-9]");
  }

  private String metrics() {
    return management().get("/q/metrics").then().statusCode(200).extract().asString();
  }

  /** A span and its parents, up to the first that this installation did not make. */
  private List<Received> chain(String name, int kind) {
    List<Received> all = collector.of(TRACE);
    List<Received> chain = new ArrayList<>();
    all.stream()
        .filter(span -> span.name().equals(name) && span.kind() == kind)
        .filter(span -> !name.endsWith("GetUser") || under(all, span, "AcceptInvitation"))
        .findFirst()
        .ifPresent(chain::add);
    while (!chain.isEmpty()) {
      String parent = chain.getLast().parent();
      List<Received> next = all.stream().filter(span -> span.id().equals(parent)).toList();
      if (next.isEmpty()) {
        break;
      }
      chain.add(next.getFirst());
    }
    return chain;
  }

  private static boolean under(List<Received> all, Received span, String name) {
    return all.stream()
        .filter(parent -> parent.id().equals(span.parent()))
        .anyMatch(parent -> parent.name().endsWith(name) || under(all, parent, name));
  }

  private void push(Map<String, Object> gateway) {
    management()
        .body(
            Map.of(
                "fence", Map.of("term", 1, "sequence", ++sequence),
                "services",
                    Map.of(
                        "gateway",
                        List.of(gateway),
                        "ocm",
                        List.of(endpoint("127.0.0.1", settings.ocmPort())))))
        .put("/admin/v1/endpoints")
        .then()
        .statusCode(200);
  }

  private static Map<String, Object> endpoint(String host, int port) {
    return Map.of("host", host, "port", port, "pod", "pod");
  }

  private RequestSpecification graph() {
    return given()
        .relaxedHTTPSValidation()
        .port(settings.publicPort())
        .baseUri("https://127.0.0.1")
        .contentType("application/json")
        .auth()
        .preemptive()
        .basic("bob", "bob-secret");
  }

  private RequestSpecification management() {
    return given()
        .relaxedHTTPSValidation()
        .port(settings.managementPort())
        .baseUri("https://127.0.0.1")
        .contentType("application/json")
        .header("Authorization", "Bearer " + Installation.ADMIN_TOKEN);
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(60));
  }
}
