package io.ocmfed.runtime.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocmfed.runtime.comparison.AcceptanceRules.Said;
import io.ocmfed.runtime.comparison.Asking.Reply;
import io.ocmfed.runtime.comparison.Outcome.Kind;
import io.ocmfed.runtime.comparison.Questions.Question;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.IncomingState;
import io.ocmfed.runtime.store.OutgoingState;
import io.ocmfed.runtime.store.Store;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One comparison with one peer, from the first question to the last. Used once. */
final class Pass {

  private static final int MOST_QUESTIONS = 60;

  private final Store store;
  private final Mending mending;
  private final Asking asking;
  private final String domain;
  private int changed;
  private int resumeAt;
  private Optional<Instant> later = Optional.empty();
  private String own;
  private String peer;

  /**
   * @param resumeAt the place where the last one did not come to its end; 0 is the beginning
   */
  Pass(Store store, Mending mending, Asking asking, String domain, int resumeAt) {
    this.store = store;
    this.mending = mending;
    this.asking = asking;
    this.domain = domain;
    this.resumeAt = resumeAt;
  }

  /**
   * Runs.
   *
   * @throws io.ocmfed.runtime.web.FailureException as {@link Asking#ask}
   */
  Kind run() {
    Held held = held();
    Digests ours = held.digests();
    ObjectNode first = Asking.JSON.createObjectNode().put("digest", ours.all());
    Optional<JsonNode> answer = ask(first);
    if (answer.isEmpty()) {
      return Kind.UNFINISHED;
    }
    if (answer.get().path("equal").asBoolean()) {
      changed += mending.settled(domain, held.acceptances());
      done(ours.all(), ours.all());
      return Kind.EQUAL;
    }
    Digests theirs = asking.digests(answer.get());
    // Where a bucket is equal, nothing of it is asked about, and what is in it is no dispute.
    changed +=
        mending.settled(
            domain,
            held.acceptances().stream()
                .filter(id -> !ours.differs(theirs, Digests.bucket(id)))
                .toList());
    int from = resumeAt;
    for (List<Question> page : Questions.pages(held, ours, theirs, from)) {
      int place = page.getFirst().place();
      boolean enough = asking.asked() >= MOST_QUESTIONS && place > from;
      if (enough || !answered(page)) {
        resumeAt = place;
        return Kind.UNFINISHED;
      }
    }
    done(held().digests().all(), theirs.all());
    return Kind.DIFFERENT;
  }

  private Held held() {
    return store.inTransaction(tx -> Held.with(tx, domain));
  }

  private void done(String ours, String theirs) {
    own = ours;
    peer = theirs;
    resumeAt = 0;
  }

  /** Whether the peer answered, and what that leads to is done. */
  private boolean answered(List<Question> page) {
    return page.getFirst().kind() == Questions.Kind.ACCEPTANCE ? acceptances(page) : shares(page);
  }

  private boolean acceptances(List<Question> page) {
    List<String> ids = ids(page, Questions.Kind.ACCEPTANCE);
    ObjectNode question = Asking.JSON.createObjectNode();
    ids.forEach(question.putArray("acceptances")::add);
    Optional<JsonNode> answer = ask(question);
    if (answer.isEmpty()) {
      return false;
    }
    Map<String, Said> said =
        paired(
            ids,
            asking.words(
                answer.get(), "acceptances", ids.size(), word -> constant(Said.class, word)));
    changed += mending.acceptances(domain, said);
    return told(mending.pendingThere(domain, said));
  }

  /** The peer waits for just this news. What it makes of it does not matter to us. */
  private boolean told(List<Acceptance> pendingThere) {
    if (pendingThere.isEmpty()) {
      return true;
    }
    ObjectNode question = Asking.JSON.createObjectNode();
    ArrayNode standing = question.putArray("standing");
    pendingThere.forEach(
        one -> standing.addObject().put("id", one.id()).put("user", one.localUser()));
    Optional<JsonNode> answer = ask(question);
    answer.ifPresent(
        body ->
            asking.words(
                body, "standing", pendingThere.size(), word -> constant(Said.class, word)));
    return answer.isPresent();
  }

  private boolean shares(List<Question> page) {
    List<String> mine = ids(page, Questions.Kind.OUT);
    List<String> yours = ids(page, Questions.Kind.IN);
    ObjectNode question = Asking.JSON.createObjectNode();
    mine.forEach(question.putArray("mine")::add);
    yours.forEach(question.putArray("yours")::add);
    Optional<JsonNode> answer = ask(question);
    if (answer.isEmpty()) {
      return false;
    }
    // Both read before either is acted upon.
    Map<String, Optional<IncomingState>> ofMine =
        paired(mine, asking.words(answer.get(), "mine", mine.size(), known(IncomingState.class)));
    Map<String, Optional<OutgoingState>> ofYours =
        paired(
            yours, asking.words(answer.get(), "yours", yours.size(), known(OutgoingState.class)));
    changed += mending.outgoing(domain, ofMine) + mending.incoming(domain, ofYours);
    return true;
  }

  private Optional<JsonNode> ask(ObjectNode question) {
    return switch (asking.ask(question)) {
      case Reply.Body(JsonNode json) -> Optional.of(json);
      case Reply.Later(Optional<Instant> until) -> {
        later = until;
        yield Optional.empty();
      }
    };
  }

  private static List<String> ids(List<Question> page, Questions.Kind kind) {
    return page.stream().filter(one -> one.kind() == kind).map(Question::id).toList();
  }

  private static <W> Map<String, W> paired(List<String> ids, List<W> words) {
    Map<String, W> paired = new HashMap<>();
    for (int at = 0; at < ids.size(); at++) {
      paired.put(ids.get(at), words.get(at));
    }
    return paired;
  }

  private static <E extends Enum<E>> Optional<E> constant(Class<E> type, String word) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equals(word))
        .findFirst();
  }

  /** A state, or UNKNOWN. */
  private static <E extends Enum<E>> Function<String, Optional<Optional<E>>> known(Class<E> type) {
    return word ->
        word.equals(Said.UNKNOWN.name())
            ? Optional.of(Optional.empty())
            : constant(type, word).map(Optional::of);
  }

  int asked() {
    return asking.asked();
  }

  int changed() {
    return changed;
  }

  /** Where the next one begins; 0 when this one came to its end. */
  int resumeAt() {
    return resumeAt;
  }

  /** Until when the peer does not want to be asked; empty when it did not say. */
  Optional<Instant> later() {
    return later;
  }

  /** What we held at the end of a complete one; null without. */
  String own() {
    return own;
  }

  /** What the peer held in a complete one; null without. */
  String peer() {
    return peer;
  }
}
