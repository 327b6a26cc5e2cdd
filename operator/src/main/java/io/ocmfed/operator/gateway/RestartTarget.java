package io.ocmfed.operator.gateway;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.ocmfed.crds.Reason;
import io.ocmfed.operator.installation.RuntimeDelivery;
import io.ocmfed.operator.leader.Leadership;
import io.ocmfed.operator.runtime.Endpoint;
import io.ocmfed.operator.settings.Times;
import io.ocmfed.operator.status.Announcer;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A workload that is restarted once for each change of the gateway's addresses, and never while it
 * is being rolled out. What it was restarted for is written on the workload itself, in the same
 * step; so an operator that comes later does not restart it again.
 */
final class RestartTarget extends LoopTarget {

  private static final Duration POLL = Duration.ofSeconds(1);

  private final String namespace;
  private final String instance;
  private final RuntimeDelivery.Restart restart;
  private final Leadership leadership;
  private final Workloads workloads;
  private final Announcer announcer;
  private final Times times;
  private final DeliveryMeters meters;

  // Of the target's thread only.
  private Optional<String> seen = Optional.empty();
  private long seenSince;
  private long differsSince;
  private boolean differs;

  RestartTarget(
      String runtime,
      String namespace,
      String instance,
      RuntimeDelivery.Restart restart,
      Leadership leadership,
      Workloads workloads,
      Announcer announcer,
      Times times,
      DeliveryMeters meters,
      InstantSource clock,
      Listener listener) {
    super(
        "restart-" + restart.workload(),
        runtime,
        restart.kind().wireName() + " " + restart.workload(),
        clock,
        listener);
    this.namespace = namespace;
    this.instance = instance;
    this.restart = restart;
    this.leadership = leadership;
    this.workloads = workloads;
    this.announcer = announcer;
    this.times = times;
    this.meters = meters;
  }

  @Override
  void loop() throws InterruptedException {
    int failures = 0;
    while (!offers.stopped()) {
      Duration next = times.driftPoll();
      Optional<Offer> offer = offers.get();
      if (offer.isPresent() && leadership.leads()) {
        try {
          next = pass(offer.get());
          failures = 0;
        } catch (KubernetesClientException e) {
          failures++;
          next = failed(e, failures);
        }
      }
      offers.await(next);
    }
  }

  private Duration failed(KubernetesClientException e, int failures) {
    if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
      return POLL;
    }
    meters.failed(DeliveryMeters.RESTART);
    boolean forbidden = e.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
    progress.fail(
        forbidden ? "RESTART_NOT_POSSIBLE" : "API_SERVER_UNAVAILABLE",
        forbidden
            ? "The operator may not restart %s %s; set rbac.restartWorkloads: true in its chart."
                .formatted(restart.kind().wireName(), restart.workload())
            : "The API server does not let %s %s be restarted now. It is tried again by itself."
                .formatted(restart.kind().wireName(), restart.workload()));
    return NewestOffer.pause(failures, forbidden ? times.driftPoll() : times.pushRetryMost());
  }

  /** Does what is due and returns when to look again, if nothing is heard before. */
  private Duration pass(Offer offer) {
    Optional<Workload> found = workloads.find(restart.kind(), namespace, restart.workload());
    if (found.isEmpty()) {
      progress.fail(
          "WORKLOAD_NOT_FOUND",
          "There is no %s %s; create it, or correct workloadRef."
              .formatted(restart.kind().wireName(), restart.workload()));
      return times.pushRetryMost();
    }
    Workload workload = found.get();
    List<Endpoint> gateways = offer.table().services().get("gateway");
    Optional<String> addresses = RestartDecision.fingerprint(gateways);
    long now = System.nanoTime();
    look(addresses, workload, now);
    RestartDecision decision =
        RestartDecision.decide(
            addresses,
            workload,
            Duration.ofNanos(now - seenSince),
            Duration.ofNanos(now - differsSince),
            times.restartQuiet(),
            POLL);
    return switch (decision) {
      case RestartDecision.Current() -> {
        current(offer);
        yield times.driftPoll();
      }
      case RestartDecision.Remember() -> {
        workloads.remember(workload, addresses.orElseThrow());
        current(offer);
        yield times.driftPoll();
      }
      case RestartDecision.Wait(Duration time) -> {
        progress.pend();
        yield time;
      }
      case RestartDecision.Impossible(String why) -> {
        progress.fail(
            "RESTART_NOT_POSSIBLE",
            "%s %s is not restarted: %s."
                .formatted(restart.kind().wireName(), restart.workload(), why));
        yield times.pushRetryMost();
      }
      case RestartDecision.Restart() -> {
        workloads.restart(workload, addresses.orElseThrow());
        meters.restarted();
        announcer.inform(workload.object(), Reason.GATEWAY_CHANGED, why(offer, gateways));
        progress.pend();
        yield POLL;
      }
    };
  }

  private void look(Optional<String> addresses, Workload workload, long now) {
    if (!addresses.equals(seen) || seenSince == 0) {
      seen = addresses;
      seenSince = now;
    }
    boolean differ = addresses.isPresent() && !workload.restartedFor().equals(addresses);
    if (!differ || !differs) {
      differsSince = now;
    }
    differs = differ;
  }

  private void current(Offer offer) {
    if (progress.acknowledge(offer.table().fence())) {
      meters.delivered(DeliveryMeters.RESTART, System.nanoTime() - offer.sinceNanos());
    }
  }

  private String why(Offer offer, List<Endpoint> gateways) {
    int most = 5;
    String shown =
        String.join(
            ", ", gateways.stream().limit(most).map(g -> g.host() + ":" + g.port()).toList());
    return "Restarted because the gateway of OcmInstance %s is now at %s%s (table %s)."
        .formatted(
            instance,
            shown,
            gateways.size() > most ? " and more" : "",
            offer.table().fence().revision());
  }
}
