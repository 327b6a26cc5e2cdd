package io.ocmfed.runtime.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import io.ocmfed.runtime.comparison.AcceptanceRules.Said;
import io.ocmfed.runtime.connection.Connections;
import io.ocmfed.runtime.connection.RemoveConnection;
import io.ocmfed.runtime.inbound.Admission;
import io.ocmfed.runtime.inbound.Reply;
import io.ocmfed.runtime.peer.Sender;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.AcceptanceState;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.Comparisons;
import io.ocmfed.runtime.store.IncomingShare;
import io.ocmfed.runtime.store.OutgoingShare;
import io.ocmfed.runtime.store.Remote;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import io.ocmfed.runtime.web.FailureException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A peer compares what it holds with what we hold. Only signed questions are answered, and only for
 * the domain that signed: all else is unknown.
 */
public final class ComparisonInbox {

  private static final int BYTES = 256 << 10;
  private static final int LONGEST_ID = 255;
  private static final int LONGEST_USER = 4096;
  private static final int AT_ONCE = 120;
  private static final Duration EACH = Duration.ofMillis(500);

  private final Store store;
  private final Admission admission;
  private final Connections connections;
  private final RemoveConnection removal;
  private final Clock clock;
  private final AskRate rate = new AskRate(AT_ONCE, EACH);

  public ComparisonInbox(
      Store store,
      Admission admission,
      Connections connections,
      RemoveConnection removal,
      Clock clock) {
    this.store = store;
    this.admission = admission;
    this.connections = connections;
    this.removal = removal;
    this.clock = clock;
  }

  /**
   * Answers a question.
   *
   * @throws FailureException when it is not even considered
   */
  public Reply receive(byte[] json, Sender sender) {
    String domain =
        admission
            .admit(sender)
            .orElseThrow(
                () ->
                    Failure.client(
                            Code.SIGNATURE_INVALID,
                            "Comparisons must be signed (RFC 9421, tag ocm).")
                        .toException())
            .domain();
    Optional<Duration> wait = rate.take(domain, clock.instant());
    if (wait.isPresent()) {
      Failure often =
          Failure.client(Code.THROTTLED, "Too many questions at once; ask again later.");
      return new Reply(429, Reply.failed(often, 429).body(), wait.get().plusMillis(999));
    }
    if (json.length > BYTES) {
      return Reply.failed(
          Failure.client(
              Code.INVALID_REQUEST, "A question may have " + BYTES + " bytes, not more."),
          413);
    }
    JsonNode question = read(json);
    if (question.has("digest")) {
      return digest(domain, question.path("digest").asText());
    }
    if (question.has("acceptances")) {
      return acceptances(domain, ids(question, "acceptances"));
    }
    if (question.has("standing")) {
      return standing(domain, question.path("standing"));
    }
    if (question.has("mine") || question.has("yours")) {
      return shares(domain, ids(question, "mine"), ids(question, "yours"));
    }
    throw invalid("The question has none of the known fields.");
  }

  private Reply digest(String domain, String theirs) {
    return store.inTransaction(
        tx -> {
          Digests ours = Held.with(tx, domain).digests();
          if (ours.all().equals(theirs)) {
            return Reply.of(200, Map.of("equal", true));
          }
          // The asker mends its side only. Ours is looked at soon, unless we just did.
          boolean seen =
              tx.comparisons()
                  .find(domain)
                  .filter(record -> record.sawBoth(ours.all(), theirs))
                  .isPresent();
          if (!seen) {
            tx.comparisons().soon(domain, clock.instant(), Comparisons.NOT_WITHIN);
          }
          return Reply.of(200, Map.of("equal", false, "buckets", ours.text()));
        });
  }

  private Reply acceptances(String domain, List<String> ids) {
    Map<String, Acceptance> known = known(domain, ids);
    // Who asks about one knows it.
    known.values().stream()
        .filter(one -> one.state() == AcceptanceState.STANDING && one.disputedAt() != null)
        .forEach(
            seen ->
                store.inTransaction(
                    tx -> {
                      tx.lockPair(domain, seen.localUser());
                      tx.acceptances()
                          .find(seen.id())
                          .ifPresent(one -> connections.settle(tx, one, Cause.COMPARISON));
                      return null;
                    }));
    return Reply.of(200, Map.of("acceptances", words(ids, known, one -> one.state().name())));
  }

  private Map<String, Acceptance> known(String domain, Collection<String> ids) {
    return store.inTransaction(tx -> tx.acceptances().among(domain, ids)).stream()
        .filter(Acceptance::idShared)
        .collect(Collectors.toMap(Acceptance::id, Function.identity()));
  }

  private Reply standing(String domain, JsonNode list) {
    List<String> ids = ids(list);
    List<String> users = new ArrayList<>();
    list.forEach(one -> users.add(text(one.path("user"), LONGEST_USER)));
    List<String> words = new ArrayList<>();
    for (int at = 0; at < ids.size(); at++) {
      String id = ids.get(at);
      Remote remote = Remote.of(domain, users.get(at));
      Acceptance seen = known(domain, List.of(id)).get(id);
      words.add(
          seen == null ? Said.UNKNOWN.name() : store.inTransaction(tx -> stands(tx, seen, remote)));
    }
    return Reply.of(200, Map.of("standing", words));
  }

  private String stands(Tx tx, Acceptance seen, Remote remote) {
    if (seen.localUser() == null) {
      return seen.state().name();
    }
    tx.lockPair(seen.domain(), seen.localUser());
    Acceptance now = tx.acceptances().find(seen.id()).orElseThrow();
    if (now.state() == AcceptanceState.PENDING && !connections.complete(tx, now, remote, true)) {
      removal.oweId(tx, tx.acceptances().find(seen.id()).orElseThrow());
    }
    return tx.acceptances().find(seen.id()).orElseThrow().state().name();
  }

  private Reply shares(String domain, List<String> mine, List<String> yours) {
    if (mine.size() + yours.size() > Questions.PAGE) {
      throw tooMany();
    }
    return store.inTransaction(
        tx -> {
          Map<String, IncomingShare> received =
              tx.incoming().among(domain, mine).stream()
                  .collect(Collectors.toMap(IncomingShare::providerId, Function.identity()));
          Map<String, OutgoingShare> sent =
              tx.outgoing().among(domain, yours).stream()
                  .collect(Collectors.toMap(OutgoingShare::id, Function.identity()));
          return Reply.of(
              200,
              Map.of(
                  "mine", words(mine, received, share -> share.state().name()),
                  "yours", words(yours, sent, share -> share.state().name())));
        });
  }

  private static <R> List<String> words(
      List<String> ids, Map<String, R> known, Function<R, String> word) {
    return ids.stream()
        .map(id -> Optional.ofNullable(known.get(id)).map(word).orElse(Said.UNKNOWN.name()))
        .toList();
  }

  private static JsonNode read(byte[] json) {
    try {
      JsonNode question = Asking.JSON.readTree(json);
      if (question != null && question.isObject()) {
        return question;
      }
    } catch (IOException notJson) {
      throw invalid("The body is no JSON object.");
    }
    throw invalid("The body is no JSON object.");
  }

  private static List<String> ids(JsonNode question, String field) {
    JsonNode list = question.path(field);
    return list.isMissingNode() ? List.of() : ids(list);
  }

  /** Of texts, or of objects with an id. */
  private static List<String> ids(JsonNode list) {
    if (!list.isArray()) {
      throw invalid("What is asked about must be a list.");
    }
    if (list.size() > Questions.PAGE) {
      throw tooMany();
    }
    List<String> ids = new ArrayList<>();
    list.forEach(one -> ids.add(text(one.isObject() ? one.path("id") : one, LONGEST_ID)));
    return ids;
  }

  private static String text(JsonNode node, int longest) {
    String text = node.isTextual() ? node.asText() : "";
    if (text.isEmpty() || text.length() > longest || text.indexOf('\0') >= 0) {
      throw invalid("An id or user in the question is missing, too long, or no text.");
    }
    return text;
  }

  private static FailureException tooMany() {
    return invalid("A question may have " + Questions.PAGE + " ids, not more.");
  }

  private static FailureException invalid(String sentence) {
    return Failure.client(Code.INVALID_REQUEST, sentence).toException();
  }
}
