package io.ocmfed.runtime.ocm;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.runtime.gateway.GatewayClient.User;
import io.ocmfed.runtime.outbox.Answers;
import io.ocmfed.runtime.outbox.Classified;
import io.ocmfed.runtime.peer.PeerCalls.Answer;
import io.ocmfed.runtime.share.ShareSteps.Telling;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.MessageKind;
import io.ocmfed.runtime.store.Outbox;
import io.ocmfed.runtime.store.OutgoingShare;
import io.ocmfed.runtime.store.OutgoingState;
import io.ocmfed.runtime.store.Remote;
import io.ocmfed.runtime.store.TrailEntry;
import io.ocmfed.runtime.web.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of docs/peer-answers.md: code, sentence, remedy, and the state that follows. */
class PeerAnswersTest {

  private static final Path PAGE = Path.of("..", "docs", "peer-answers.md");
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| ([a-z-]+) \\| ([\\w -]+?) \\| (\\d+) \\| (?:`(.*)`)? ?\\| (\\w+) \\|"
              + " (?:`(\\w+)`)? ?\\| (\\w+) \\|$");

  private static TestNode a;
  private static TestNode b;

  /** One row. */
  record Row(
      String message,
      String server,
      int status,
      String body,
      String meaning,
      String code,
      String then) {

    MessageKind kind() {
      return switch (message) {
        case "invite-accepted" -> MessageKind.INVITE_ACCEPTED;
        case "shares" -> MessageKind.SHARE;
        case "notifications" -> MessageKind.SHARE_UNSHARED;
        case "user-removed" -> MessageKind.USER_REMOVED;
        default -> throw new IllegalStateException(message);
      };
    }

    boolean ocmfed() {
      return server.equals("ocmfed");
    }

    Answer answer() {
      return new Answer(status, body.getBytes(StandardCharsets.UTF_8), Optional.empty());
    }
  }

  static List<Row> rows() throws IOException {
    Matcher row = ROW.matcher(Files.readString(PAGE));
    return row.results()
        .map(
            one ->
                new Row(
                    one.group(1),
                    one.group(2),
                    Integer.parseInt(one.group(3)),
                    one.group(4) == null ? "" : one.group(4),
                    one.group(5),
                    one.group(6),
                    one.group(7)))
        .toList();
  }

  @BeforeAll
  static void open() {
    TestNode[] pair = TestNode.quietPair();
    a = pair[0];
    b = pair[1];
  }

  @AfterAll
  static void close() {
    a.close();
    b.close();
  }

  @AfterEach
  void nothingIsLeft() throws SQLException {
    a.instead = null;
    try (var connection = a.database.connections().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("truncate outbox, lane, circuit, acceptance, outgoing_share, trail");
    }
  }

  @Test
  void everyLineOfTheTableIsReadAndEveryFamilyIsInIt() throws IOException {
    long lines =
        Files.readAllLines(PAGE).stream().filter(line -> line.matches("\\| [a-z].*")).count();
    assertThat(rows()).hasSize((int) lines);
    for (String message : List.of("invite-accepted", "shares", "notifications")) {
      assertThat(rows())
          .filteredOn(row -> row.message().equals(message))
          .extracting(Row::server)
          .contains("ocmfed", "OpenCloud", "Nextcloud", "opencloudmesh-go", "ownCloud 10", "any");
    }
    // A conflict is never left unexplained.
    assertThat(rows().stream().filter(row -> row.status() == 409))
        .hasSizeGreaterThan(5)
        .noneMatch(row -> row.code() == null && !row.meaning().equals("delivered"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isTakenForWhatThePageSays(Row row) {
    Classified classified =
        Answers.classify(row.kind(), "b.example.org", row.ocmfed(), row.answer());
    assertThat(classified.getClass().getSimpleName().toLowerCase(Locale.ROOT))
        .isEqualTo(row.meaning());
    Optional<Failure> failure =
        switch (classified) {
          case Classified.Refused refused -> Optional.of(refused.failure());
          case Classified.Again again -> Optional.of(again.failure());
          case Classified.Delivered done -> Optional.empty();
          case Classified.Over over -> Optional.empty();
        };
    assertThat(failure.map(Failure::code).map(Enum::name)).isEqualTo(Optional.ofNullable(row.code));
    failure.ifPresent(
        told -> {
          assertThat(told.origin()).isEqualTo("peer:b.example.org");
          assertThat(told.message())
              .as("a sentence with a remedy")
              .endsWith(".")
              .containsPattern("(Ask|ask|Connect|connect|Check|Compare|Share) |tried again");
        });
  }

  @ParameterizedTest
  @MethodSource("rows")
  void leadsToTheStateThatThePageSays(Row row) {
    b.ocmfed = row.ocmfed();
    String then =
        switch (row.kind()) {
          case INVITE_ACCEPTED -> acceptance(row);
          case SHARE -> share(row);
          case USER_REMOVED -> removal(row);
          default -> notice(row);
        };
    assertThat(then).isEqualTo(row.then());
  }

  private String acceptance(Row row) {
    Acceptance pending =
        a.in(
            tx ->
                a.role
                    .accept()
                    .begin(tx, new User("alice", "alice", "Alice", ""), b.domain, "token", null));
    send(row);
    Acceptance now = a.in(tx -> tx.acceptances().find(pending.id())).orElseThrow();
    boolean told = now.failure() != null || row.then().equals("standing");
    assertThat(told).as("a state that says why").isTrue();
    if (row.code() != null) {
      assertThat(now.failure().code().name()).isEqualTo(row.code());
    }
    List<TrailEntry> trail = a.in(tx -> tx.trail().of(pending.id(), null, 0, 100));
    assertThat(trail).extracting(TrailEntry::about).contains(TrailEntry.About.DELIVERY);
    return word(now.state());
  }

  private String share(Row row) {
    OutgoingShare share = shared();
    send(row);
    OutgoingShare now = a.in(tx -> tx.outgoing().find(share.id())).orElseThrow();
    if (row.code() != null) {
      assertThat(now.failure().code().name()).isEqualTo(row.code());
    }
    return word(now.state());
  }

  private String notice(Row row) {
    OutgoingShare share = shared();
    a.instead = new Answer(201, "{}".getBytes(StandardCharsets.UTF_8), Optional.empty());
    a.sendOne();
    a.in(
        tx -> {
          OutgoingShare delivered = tx.outgoing().find(share.id()).orElseThrow();
          a.role
              .shareSteps()
              .end(tx, delivered, OutgoingState.REVOKED, "Unshared", Cause.USER, Telling.PEER);
          return null;
        });
    send(row);
    boolean forgotten =
        a.in(tx -> tx.outgoing().find(share.id())).orElseThrow().sealedSecret() == null;
    assertThat(forgotten).isEqualTo(row.then().equals("settled"));
    return owed();
  }

  private String removal(Row row) {
    standing();
    a.in(tx -> a.role.removeConnection().remove(tx, b.domain, "alice", "carol", Cause.USER));
    send(row);
    return owed();
  }

  private OutgoingShare shared() {
    standing();
    return a.role
        .sendShare()
        .send("alice", "/report.pdf", "carol@b.example.org", Set.of("read"), null);
  }

  private void standing() {
    a.in(
        tx -> {
          tx.acceptances()
              .save(
                  Acceptance.byPeer(
                      UUID.randomUUID().toString(),
                      "alice",
                      Remote.of(b.domain, "carol"),
                      "hash",
                      b.ocmfed,
                      tx.tick(),
                      Instant.now()));
          return null;
        });
  }

  private static void send(Row row) {
    a.instead = row.answer();
    a.sendOne();
  }

  private static String owed() {
    List<Outbox.Owed> owed = a.in(tx -> tx.outbox().owed());
    return owed.isEmpty() ? "settled" : "owed";
  }

  private static String word(Enum<?> state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
