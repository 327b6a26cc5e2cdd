package io.ocmfed.churn;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.load.Reading;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What the reader has seen during one journey.
 *
 * @param looks all of them
 * @param absences when nobody of a needed role answered for longer than a call waits
 */
record Seen(List<Reading> looks, List<Absence> absences) {

  /**
   * A time in which a role was not there.
   *
   * @param role {@code gateway} or {@code ocm}
   * @param from since the reader began
   * @param to likewise
   */
  record Absence(String role, Duration from, Duration to) {

    boolean touches(Reading look) {
      return from.compareTo(look.at().plus(look.took())) < 0 && look.at().compareTo(to) < 0;
    }
  }

  /**
   * No look failed, but where nobody was there for longer than a call waits; and those that failed
   * for this named the role that was not there.
   */
  void nobodyNoticed() {
    List<Reading> failed = failed();
    assertThat(failed.stream().filter(look -> !excused(look)).map(this::tell).distinct().limit(10))
        .as("looks that failed although somebody was there; %s", this)
        .isEmpty();
    theErrorsNameWhoWasNotThere();
  }

  /** Looks failed, each saying that it was the gateway. */
  void allErrorsNameTheGateway() {
    assertThat(failed()).as("looks that failed").isNotEmpty();
    assertThat(absences).as("absences").extracting(Absence::role).containsOnly("gateway");
    theErrorsNameWhoWasNotThere();
  }

  private void theErrorsNameWhoWasNotThere() {
    assertThat(failed())
        .allSatisfy(
            look ->
                assertThat(absences.stream().filter(a -> a.touches(look)).map(Absence::role))
                    .as(look.problem())
                    .contains(blamed(look)));
  }

  private boolean excused(Reading look) {
    return absences.stream().anyMatch(absence -> absence.touches(look));
  }

  /** The role that an error of Graph names, in its code and as its origin alike. */
  private static String blamed(Reading look) {
    try {
      JsonObject error = new JsonObject(look.problem()).getJsonObject("error");
      String origin = error.getJsonObject("innererror").getString("origin");
      String code = origin.toUpperCase(Locale.ROOT) + "_UNAVAILABLE";
      return code.equals(error.getString("code")) ? origin : "nobody, the code is not " + code;
    } catch (DecodeException | NullPointerException notOfGraph) {
      return "nobody";
    }
  }

  private List<Reading> failed() {
    return looks.stream().filter(Reading::failed).toList();
  }

  private String tell(Reading look) {
    return "after %d ms: %d %s".formatted(look.took().toMillis(), look.status(), look.problem());
  }

  private Duration quantile(double share) {
    List<Duration> sorted = looks.stream().map(Reading::took).sorted().toList();
    return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(sorted.size() * share)));
  }

  @Override
  public String toString() {
    return "%d requests, %d failed; p50 %d ms, p99 %d ms, longest %d ms"
        .formatted(
            looks.size(),
            failed().size(),
            quantile(0.5).toMillis(),
            quantile(0.99).toMillis(),
            quantile(1).toMillis());
  }
}
