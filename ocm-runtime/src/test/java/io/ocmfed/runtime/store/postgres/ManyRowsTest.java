package io.ocmfed.runtime.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.Event;
import io.ocmfed.runtime.store.EventKind;
import io.ocmfed.runtime.store.IncomingShare;
import io.ocmfed.runtime.store.IncomingState;
import io.ocmfed.runtime.store.MessageKind;
import io.ocmfed.runtime.store.OutboxEntry;
import io.ocmfed.runtime.store.OutgoingShare;
import io.ocmfed.runtime.store.OutgoingState;
import io.ocmfed.runtime.store.TrailEntry;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is written many rows at a time is what would be written one by one, in that order. */
class ManyRowsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Failure FAILURE = Failure.client(Code.CONFLICT, "The peer has it.");
  private static final int MANY = 40;

  private TestStore opened;
  private PostgresStore store;

  @BeforeEach
  void open() {
    opened = new TestStore();
    store = opened.store();
  }

  @AfterEach
  void close() {
    opened.close();
  }

  @Test
  void sharesThatEndTogetherAreEachAsTheirRecordSays() {
    List<OutgoingShare> sent =
        IntStream.range(0, MANY)
            .mapToObj(n -> sent("s" + n).to(OutgoingState.DELIVERED, null, FAILURE, NOW))
            .toList();
    List<IncomingShare> received =
        IntStream.range(0, MANY).mapToObj(n -> received("r" + n)).toList();
    with(
        tx -> {
          sent.forEach(tx.outgoing()::save);
          received.forEach(tx.incoming()::save);
          return null;
        });

    // The last ones stay, and every third forgets its secret.
    List<OutgoingShare> sentOver =
        sent.subList(0, MANY - 1).stream()
            .map(share -> every3rd(share.id()) ? share.withoutSecret() : share)
            .map(share -> share.to(OutgoingState.REVOKED, "NotConnected", null, NOW))
            .toList();
    List<IncomingShare> receivedOver =
        received.subList(0, MANY - 1).stream()
            .map(share -> every3rd(share.id()) ? share.withoutSecret() : share)
            .map(share -> share.to(IncomingState.UNSHARED, "NotConnected", NOW))
            .toList();
    with(
        tx -> {
          tx.outgoing().saveEnded(sentOver);
          tx.incoming().saveEnded(receivedOver);
          tx.outgoing().saveEnded(List.of());
          return null;
        });

    for (OutgoingShare share : sentOver) {
      assertThat(sent(share)).isEqualTo(share);
    }
    for (IncomingShare share : receivedOver) {
      assertThat(received(share)).isEqualTo(share);
    }
    assertThat(sent(sent.getLast())).isEqualTo(sent.getLast());
    assertThat(received(received.getLast())).isEqualTo(received.getLast());
  }

  @Test
  void theTrailKeepsWhatDiffersAndItsOrder() {
    List<TrailEntry> entries =
        List.of(
            trail("s1", "name 1", "alice", null),
            trail("s2", "a, \"b\" {c} \\d\nNULL", "null", null),
            trail("s3", null, null, null),
            trail("s4", "name 4", "alice", FAILURE),
            trail("s5", "name 5", "alice", null));
    with(
        tx -> {
          tx.trail().addAll(entries);
          return null;
        });
    List<TrailEntry> read = with(tx -> tx.trail().of("connection", "no token", 0, 100));
    assertThat(read)
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("id", "requestId")
        .containsExactlyElementsOf(entries)
        .allSatisfy(entry -> assertThat(entry.requestId()).isNotBlank());
  }

  @Test
  void eventsOfManyKindsKeepTheirOrder() {
    List<Event> events =
        List.of(
            event(EventKind.CONNECTION, null, "c"),
            event(EventKind.SHARE, "one", "1"),
            event(EventKind.SHARE, null, "2"),
            event(EventKind.SHARE, "three", null),
            event(EventKind.CONNECTION, null, "d"),
            event(EventKind.SHARE, "four", "4"));
    long before = with(tx -> tx.events().newest());
    with(
        tx -> {
          events.forEach(tx.events()::append);
          return null;
        });
    List<Event> read = with(tx -> tx.events().after(before, 100));
    assertThat(read)
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("cursor")
        .containsExactlyElementsOf(events);
    assertThat(read).extracting(Event::cursor).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void messagesOfOneLaneLeaveInTheirOrder() {
    List<String> subjects = IntStream.range(0, MANY).mapToObj(n -> "s" + n).toList();
    with(
        tx -> {
          tx.outbox()
              .addAll(
                  subjects.stream()
                      .map(
                          subject ->
                              OutboxEntry.of(
                                  "lane",
                                  "peer.example",
                                  MessageKind.SHARE_DECLINED,
                                  subject,
                                  "body",
                                  NOW))
                      .toList());
          return null;
        });
    for (String subject : subjects) {
      OutboxEntry head =
          with(tx -> tx.outbox().claim("worker", NOW, NOW.plusSeconds(30))).orElseThrow();
      assertThat(head.subject()).isEqualTo(subject);
      assertThat(head.body()).isEqualTo("body");
      with(
          tx -> {
            tx.outbox().remove(head, NOW);
            return null;
          });
    }
  }

  private <T> T with(Function<Tx, T> work) {
    return store.inTransaction(work);
  }

  private OutgoingShare sent(OutgoingShare share) {
    return with(tx -> tx.outgoing().find(share.id()).orElseThrow());
  }

  private IncomingShare received(IncomingShare share) {
    return with(tx -> tx.incoming().find(share.id()).orElseThrow());
  }

  private static boolean every3rd(String id) {
    return Integer.parseInt(id.substring(1)) % 3 == 0;
  }

  private static TrailEntry trail(String subject, String detail, String whom, Failure failure) {
    return new TrailEntry(
        0,
        NOW,
        TrailEntry.About.OUTGOING_SHARE,
        subject,
        "connection",
        "revoked",
        Cause.USER,
        whom,
        detail,
        failure,
        null);
  }

  private static Event event(EventKind kind, String name, String id) {
    return new Event(0, NOW, kind, name, id, "peer.example", "revoked", Cause.USER);
  }

  private static OutgoingShare sent(String id) {
    return new OutgoingShare(
        id,
        "peer.example",
        "alice",
        "bob",
        "Alice",
        "/" + id,
        id,
        false,
        12,
        Set.of("read"),
        null,
        NOW,
        OutgoingState.PENDING,
        null,
        "connection",
        "hash",
        "sealed",
        true,
        "declared-" + id,
        null,
        null);
  }

  private static IncomingShare received(String id) {
    return new IncomingShare(
        id,
        "peer.example",
        "theirs-" + id,
        "bob",
        "alice",
        "Alice",
        id,
        false,
        12,
        Set.of("read"),
        "https://peer.example/dav/" + id,
        "hash",
        "sealed",
        "payload",
        null,
        NOW,
        IncomingState.ACCEPTED,
        null,
        "connection",
        null,
        null,
        null);
  }
}
