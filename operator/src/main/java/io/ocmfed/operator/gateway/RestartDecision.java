package io.ocmfed.operator.gateway;

import io.ocmfed.operator.runtime.Endpoint;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is to be done with a workload that never looks again where the gateway is; pure. */
sealed interface RestartDecision {

  /** Its pods know the addresses. */
  record Current() implements RestartDecision {}

  /** Nobody knows which addresses its pods began with: from now on it is written down. */
  record Remember() implements RestartDecision {}

  /** Not yet: look again after that. */
  record Wait(Duration time) implements RestartDecision {}

  record Restart() implements RestartDecision {}

  /**
   * It would not help.
   *
   * @param why what hinders, and what to do
   */
  record Impossible(String why) implements RestartDecision {}

  /**
   * Decides.
   *
   * @param addresses {@link #fingerprint} of the gateway's addresses; empty when there are none:
   *     pods that begin without a gateway would be no better
   * @param quietFor how long the addresses have been the same
   * @param waitingFor how long they have been other than what the workload was restarted for
   * @param quiet how long addresses must be the same, since a rollout of the gateway changes them
   *     several times
   * @param poll how often a rollout is looked at
   */
  static RestartDecision decide(
      Optional<String> addresses,
      Workload workload,
      Duration quietFor,
      Duration waitingFor,
      Duration quiet,
      Duration poll) {
    if (addresses.isEmpty()) {
      return new Current();
    }
    if (workload.restartedFor().isEmpty()) {
      return new Remember();
    }
    if (workload.hindrance().isPresent()) {
      return workload.restartedFor().equals(addresses)
          ? new Current()
          : new Impossible(workload.hindrance().get());
    }
    if (workload.rolling()) {
      return new Wait(poll);
    }
    if (workload.restartedFor().equals(addresses)) {
      return new Current();
    }
    Duration still = quiet.minus(quietFor);
    // A gateway that never rests must not keep the workload from ever being restarted.
    boolean longEnough = waitingFor.compareTo(quiet.multipliedBy(12)) >= 0;
    return still.isPositive() && !longEnough ? new Wait(still) : new Restart();
  }

  /** The addresses, whatever their order, pods and zones; empty when there are none. */
  static Optional<String> fingerprint(List<Endpoint> gateways) {
    if (gateways.isEmpty()) {
      return Optional.empty();
    }
    String addresses =
        gateways.stream()
            .map(endpoint -> endpoint.host() + " " + endpoint.port())
            .distinct()
            .sorted()
            .collect(Collectors.joining("\n"));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(addresses.getBytes(StandardCharsets.UTF_8));
      return Optional.of(HexFormat.of().formatHex(digest, 0, 16));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
