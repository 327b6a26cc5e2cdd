package io.ocmfed.runtime.simulation;

import io.ocmfed.runtime.store.AcceptanceState;
import io.ocmfed.runtime.store.IncomingState;
import io.ocmfed.runtime.store.MessageKind;
import io.ocmfed.runtime.store.OutgoingState;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the usual number of histories has to reach. */
final class Expected {

  /** Each kind of message, and each decision about it. */
  static final Set<String> ANSWERS =
      Set.of(
          "invite-accepted 200",
          "invite-accepted 400 INVITE_UNKNOWN",
          "invite-accepted 400 INVITE_EXPIRED",
          "invite-accepted 409 INVITE_EXHAUSTED",
          "invite-accepted 410 NOT_CONNECTED",
          "invite-accepted 503 STORE_UNAVAILABLE",
          "shares 201",
          "shares 410 NOT_CONNECTED",
          "shares 503 STORE_UNAVAILABLE",
          "USER_REMOVED 201",
          "USER_REMOVED 503 STORE_UNAVAILABLE",
          "SHARE_UNSHARED 201",
          "SHARE_ACCEPTED 201",
          "SHARE_DECLINED 201");

  /** Requests that arrive when nobody waits for the answer. */
  static final Set<String> LATE = Set.of("invite-accepted", "shares", "USER_REMOVED");

  /** What comparisons come to. */
  static final Set<String> COMPARISONS =
      Set.of("EQUAL", "EQUAL, changed", "DIFFERENT", "DIFFERENT, changed", "FAILED");

  /** How disputes go. The peer does not know the acceptance, so its user can hardly end it. */
  static final Set<String> DISPUTES =
      Set.of(
          "begun",
          "settled",
          "ended by LOCAL USER",
          "ended by LOCAL COMPARISON",
          "ended by LOCAL EXPIRY");

  static final Set<String> STATES = states();

  static final Set<String> DEATHS = deaths();

  private Expected() {}

  private static Set<String> states() {
    return Stream.of(
            // A share fails for want of a clock or a file; runtimes of this kind hardly see it.
            Arrays.stream(OutgoingState.values())
                .filter(state -> state != OutgoingState.FAILED)
                .map(state -> "outgoing share " + state),
            Arrays.stream(IncomingState.values()).map(state -> "incoming share " + state),
            Stream.of(
                "acceptance " + AcceptanceState.PENDING + ", accepted by LOCAL",
                "acceptance " + AcceptanceState.STANDING + ", accepted by LOCAL",
                "acceptance " + AcceptanceState.STANDING + ", accepted by PEER",
                "acceptance ENDED, by LOCAL USER",
                "acceptance ENDED, by LOCAL OPERATOR",
                "acceptance ENDED, by PEER PEER"))
        .flatMap(one -> one)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Before and after every commit of whoever changes something, and around every request. */
  private static Set<String> deaths() {
    Set<String> deaths = new TreeSet<>();
    List.of(
            "accepting",
            "removing",
            "sharing",
            "unsharing",
            "issuing",
            "declaring ISSUE",
            "declaring ACCEPT",
            "declaring OUTGOING",
            "declaring INCOMING",
            "undeclaring an invitation",
            "sweeping",
            "claiming",
            "answering invite-accepted",
            "answering USER_REMOVED")
        .forEach(
            what -> {
              deaths.add(what + ", before commit");
              deaths.add(what + ", after commit");
            });
    Stream.of(MessageKind.INVITE_ACCEPTED, MessageKind.SHARE, MessageKind.USER_REMOVED)
        .forEach(
            kind ->
                Arrays.stream(Point.values())
                    .filter(point -> point != Point.WAITING)
                    .forEach(point -> deaths.add("sending " + kind + ", " + point.word())));
    deaths.add("answering shares, after commit");
    deaths.add("accepting, waiting");
    return deaths;
  }

  /** Everything that can happen at any point. */
  static Set<String> mishaps() {
    return Arrays.stream(Point.values())
        .flatMap(point -> point.kinds().stream().map(kind -> kind + " " + point.word()))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
