package io.ocmfed.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Watcher.Action;
import io.ocmfed.load.Reading;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the bench gc makes figures of what it is told; two whole clouds are too dear for a test. */
class PartingFiguresTest {

  @Test
  void aShareIsOverWhenItFirstShowsItOrIsDeleted() {
    try (var book = new ShareBook()) {
      for (String name : List.of("one", "two", "three")) {
        book.note(Action.ADDED, name, "Pending", 1);
        book.note(Action.MODIFIED, name, "Delivered", 2);
      }
      assertThat(book.standing()).isEqualTo(3);
      book.open();
      book.note(Action.MODIFIED, "one", "Revoked", 1_000_000_000L);
      book.note(Action.MODIFIED, "two", "Accepted", 1_500_000_000L);
      book.note(Action.DELETED, "two", "Accepted", 2_000_000_000L);
      book.note(Action.MODIFIED, "one", "Revoked", 9_000_000_000L);
      assertThat(book.standing()).isEqualTo(1);
      assertThat(book.over()).isEqualTo(2);
      assertThat(book.writes()).isEqualTo(4);
      assertThat(book.overSpan()).isEqualTo(new Span(2, 1_000_000_000L, 2_000_000_000L));
    }
  }

  @Test
  void theRateOfBothSidesIsFromTheFirstChangeToTheLastOnEitherSide() {
    var a = new Span(3, 1_000_000_000L, 2_000_000_000L);
    var b = new Span(2, 500_000_000L, 1_500_000_000L);
    assertThat(a.rate()).isEqualTo(2);
    assertThat(a.and(b)).isEqualTo(new Span(5, 500_000_000L, 2_000_000_000L));
    assertThat(a.and(b).lastMillisAfter(0)).isEqualTo(2000);
    assertThat(Span.of(List.of(7L, 3L, 5L))).isEqualTo(new Span(3, 3, 7));
  }

  @Test
  void accessIsRefusedWithTheFirstNoAfterTheLastYes() {
    List<Reading> readings =
        List.of(
            reading(0, 10, 200),
            reading(50, 10, 403),
            reading(100, 300, 200),
            reading(150, 20, 404),
            reading(160, 5, 503),
            reading(200, 20, 404));
    assertThat(Refusal.from(readings)).contains(Duration.ofMillis(170));
    assertThat(Refusal.from(List.of(reading(0, 1, 200)))).isEmpty();
    assertThatThrownBy(() -> Refusal.from(List.of(reading(0, 1, 404))))
        .hasMessageContaining("ever granted");
  }

  private static Reading reading(int at, int took, int status) {
    return new Reading(Duration.ofMillis(at), Duration.ofMillis(took), status, "");
  }

  @Test
  void aShareIsOpenUnlessItHasEndedOrWasNeverMade() {
    assertThat(CloudRecords.open(share("id", "Delivered"))).isTrue();
    assertThat(CloudRecords.open(share("id", "Pending"))).isTrue();
    assertThat(CloudRecords.open(share(null, "Pending"))).isFalse();
    assertThat(CloudRecords.open(share("id", "Revoked"))).isFalse();
    assertThat(CloudRecords.open(share("id", "Expired"))).isFalse();
  }

  private static JsonObject share(String id, String state) {
    return new JsonObject().put("shareId", id).put("state", state);
  }
}
