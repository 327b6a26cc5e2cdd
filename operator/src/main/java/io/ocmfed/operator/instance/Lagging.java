package io.ocmfed.operator.instance;

import io.ocmfed.operator.gateway.SyncState.TargetState;
import io.ocmfed.operator.status.RuntimeAnswers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Says which runtime pods have not the current endpoint table, since when, and why. The same as
 * long as nothing happens: no counters, and times that stand still. Pure.
 */
final class Lagging {

  private static final int NAMED = 3;
  private static final int LONGEST = 1024;

  /** Longest behind first. */
  static final Comparator<TargetState> ORDER =
      Comparator.<TargetState, Instant>comparing(t -> t.behindSince().orElse(Instant.MAX))
          .thenComparing(TargetState::pod);

  private Lagging() {}

  /** Empty when all have it. */
  static Optional<String> sentence(List<TargetState> targets) {
    List<TargetState> behind =
        targets.stream().filter(target -> !target.inSync()).sorted(ORDER).toList();
    if (behind.isEmpty()) {
      return Optional.empty();
    }
    String named = behind.stream().limit(NAMED).map(Lagging::one).collect(Collectors.joining(" "));
    String all = behind.size() > NAMED ? named + " Others are behind as well." : named;
    return Optional.of(all.length() > LONGEST ? all.substring(0, LONGEST - 3) + "..." : all);
  }

  private static String one(TargetState target) {
    String since =
        target.behindSince().map(at -> " since " + at.truncatedTo(ChronoUnit.SECONDS)).orElse("");
    String why =
        target
            .trouble()
            .map(trouble -> RuntimeAnswers.obstacle(trouble).message())
            .orElse("The current endpoint table is being sent to it.");
    return "Pod %s is behind%s. %s".formatted(target.pod(), since, why);
  }
}
