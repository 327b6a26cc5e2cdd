package io.ocmfed.runtime.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.ocmfed.runtime.inbound.Reply;
import io.ocmfed.runtime.peer.PeerCalls.Answer;
import io.ocmfed.runtime.peer.Sender;
import io.ocmfed.runtime.peer.signature.OcmSignature;
import io.ocmfed.runtime.store.Ids;
import io.ocmfed.runtime.store.Sha256;
import io.ocmfed.runtime.web.FailureException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * The runtimes, the network between them, time, and the steps that are left. A step calls the real
 * behaviour, which passes points; at a point a mishap of the step may end the process, make
 * something fail, or take the next steps in between. So all that can happen at the same time
 * happens in one thread.
 */
final class World {

  private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration TICK = Duration.ofMillis(20);
  private static final int DEEPEST = 3;
  private static final String SECRET = "secret-%014d";
  private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule());

  /** What a process is doing. */
  private record Operation(Node node, int incarnation, String what) {}

  private static final class Frame {
    private final Step step;
    private final int[] passed = new int[Point.values().length];

    Frame(Step step) {
      this.step = step;
    }
  }

  private final List<Node> nodes = new ArrayList<>();
  private final List<Step> steps;
  private final Weakness weakness;
  private final Coverage coverage;
  private final Consumer<String> story;
  private final Deque<Frame> frames = new ArrayDeque<>();
  private final Deque<Operation> operations = new ArrayDeque<>();
  private final List<Letter> late = new ArrayList<>();
  private final Map<String, String> secrets = new HashMap<>();
  private final Ids ids = new CountedIds();
  private final Acts acts;
  private Instant now = BEGINNING;
  private int next;
  private boolean lost;
  private Consumer<Node> forgetful = node -> {};

  /**
   * @param story takes what happens, in words
   */
  World(History history, Weakness weakness, Coverage coverage, Consumer<String> story) {
    this.steps = history.steps();
    this.weakness = weakness;
    this.coverage = coverage;
    this.story = story;
    SplittableRandom random = new SplittableRandom(history.seed() + 1);
    for (int i = 0; i < history.nodes(); i++) {
      nodes.add(new Node(this, (char) ('a' + i) + ".example", random));
    }
    for (Node one : nodes) {
      nodes.stream().filter(other -> other != one).forEach(one::trust);
      one.backUp();
    }
    this.acts = new Acts(this, history.users());
  }

  List<Node> nodes() {
    return nodes;
  }

  Node node(String domain) {
    return nodes.stream().filter(one -> one.domain().equals(domain)).findFirst().orElseThrow();
  }

  Instant now() {
    return now;
  }

  void pass(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time went back by " + time);
    }
    now = now.plus(time);
  }

  /** From now on something may be lost for good. */
  void losing() {
    lost = true;
  }

  /** Whether something may have been lost for good. */
  boolean lost() {
    return lost;
  }

  /** Who has to know that a store was restored. */
  void whenForgetting(Consumer<Node> told) {
    forgetful = told;
  }

  void forgets(Node node) {
    forgetful.accept(node);
  }

  Ids ids() {
    return ids;
  }

  Weakness weakness() {
    return weakness;
  }

  Coverage coverage() {
    return coverage;
  }

  void tell(String what) {
    story.accept("  ".repeat(frames.size()) + what);
  }

  /** What the process at work is doing; empty when none is. */
  String operation() {
    return operations.isEmpty() ? "" : operations.peek().what();
  }

  boolean more() {
    return next < steps.size();
  }

  /** Takes the next step. */
  void step() {
    Step step = steps.get(next++);
    Node node = nodes.get(step.node() % nodes.size());
    pass(TICK);
    nodes.forEach(Node::revive);
    frames.push(new Frame(step));
    try {
      acts.take(step, node);
    } finally {
      frames.pop();
    }
  }

  /**
   * Lets a process do something. It may die of it, or fail, as the world would see it.
   *
   * @return whether it came to its end
   */
  boolean doing(Node node, String what, Runnable work) {
    if (!node.alive()) {
      return false;
    }
    operations.push(new Operation(node, node.incarnation(), what));
    try {
      work.run();
      requireAlive();
      return true;
    } catch (ProcessDied died) {
      if (died.node() != node) {
        throw died;
      }
      return false;
    } catch (FailureException refused) {
      coverage.count("failures of " + what, refused.failure().code().name());
      tell("  " + what + " fails: " + refused.failure().code());
      return false;
    } catch (Violation violation) {
      throw violation;
    } catch (RuntimeException broken) {
      throw new Violation("broken: " + what + " at " + node + ": " + broken, broken);
    } finally {
      operations.pop();
    }
  }

  /** Does nothing more for a process that died while others acted. */
  void requireAlive() {
    Operation at = operations.element();
    if (at.incarnation() != at.node().incarnation()) {
      throw new ProcessDied(at.node());
    }
  }

  /**
   * The process at work passes a point.
   *
   * @return what befalls it there, as far as the caller has to act on it; WAITS when nothing
   */
  Mishap.Kind at(Point point, Node node, String what) {
    if (frames.isEmpty()) {
      return Mishap.Kind.WAITS;
    }
    Frame frame = frames.element();
    int nth = frame.passed[point.ordinal()]++;
    String where = operation() + ", " + point.word();
    coverage.count("points", where);
    Optional<Mishap> mishap =
        frame.step.mishaps().stream()
            .filter(one -> one.point() == point && one.nth() == nth)
            .findFirst();
    if (mishap.isEmpty()) {
      return Mishap.Kind.WAITS;
    }
    Mishap.Kind kind = mishap.get().kind();
    coverage.count("mishaps", kind + " " + point.word());
    if (kind == Mishap.Kind.DIES) {
      coverage.count("deaths", where);
      tell("%s dies: %s (%s)".formatted(node, where, what));
      node.die(mishap.get().amount());
      throw new ProcessDied(node);
    }
    if (kind == Mishap.Kind.WAITS) {
      tell("%s waits: %s (%s)".formatted(node, where, what));
      for (int i = 0; i <= mishap.get().amount() && more() && frames.size() < DEEPEST; i++) {
        step();
      }
      requireAlive();
    } else {
      tell(
          "%s %s: %s (%s)"
              .formatted(node, kind.name().toLowerCase(java.util.Locale.ROOT), where, what));
    }
    return kind;
  }

  MemoryStore.Moments moments(Node node) {
    return new MemoryStore.Moments() {
      @Override
      public MemoryStore.Fate before() {
        return operations.isEmpty()
            ? MemoryStore.Fate.GOES_ON
            : fate(at(Point.BEFORE_COMMIT, node, ""));
      }

      @Override
      public MemoryStore.Fate after() {
        return operations.isEmpty()
            ? MemoryStore.Fate.GOES_ON
            : fate(at(Point.AFTER_COMMIT, node, ""));
      }

      @Override
      public void waiting(Duration atMost) {
        pass(atMost);
        at(Point.WAITING, node, "");
        // The worker goes on meanwhile, unless it is slow.
        if (frames.isEmpty() || frames.element().step.c() % 2 == 0) {
          acts.send(node);
          requireAlive();
        }
      }
    };
  }

  private static MemoryStore.Fate fate(Mishap.Kind kind) {
    return switch (kind) {
      case FAILS -> MemoryStore.Fate.FAILS;
      case TWICE -> MemoryStore.Fate.CONFLICTS;
      default -> MemoryStore.Fate.GOES_ON;
    };
  }

  /** Nobody waits for the answer to this one any more. */
  void late(Letter letter) {
    late.add(letter);
  }

  /** One of those arrives, unless its signature has become too old. */
  void arrive(int which) {
    if (late.isEmpty()) {
      return;
    }
    Letter letter = late.remove(which % late.size());
    if (Duration.between(letter.sentAt(), now).compareTo(OcmSignature.FRESHNESS) < 0) {
      tell("late: " + letter);
      coverage.count("late", letter.kind());
      deliver(letter);
    }
  }

  void allArrive() {
    while (!late.isEmpty()) {
      arrive(0);
    }
  }

  /** The answer to a request; empty when there is none. */
  Optional<Answer> deliver(Letter letter) {
    Node to = letter.to();
    byte[] json = weakness.request(letter.path(), letter.json(), to, letter.from());
    List<Answer> answer = new ArrayList<>();
    String kind = letter.kind();
    boolean answered =
        doing(
            to,
            "answering " + kind,
            () -> {
              Reply reply =
                  to.role()
                      .inbox()
                      .receive(
                          letter.path(),
                          json,
                          new Sender.Signed(letter.from(), letter.from() + "#1"));
              answer.add(
                  new Answer(
                      reply.status(),
                      written(reply),
                      Optional.ofNullable(reply.retryAfter()).map(now::plus)));
            });
    if (!answered) {
      return Optional.empty();
    }
    answer.forEach(
        one -> {
          String code = Letter.read(one.body()).path("code").asText("");
          coverage.count("answers", (kind + " " + one.status() + " " + code).strip());
          tell("%s: %d %s".formatted(letter, one.status(), code));
        });
    return answer.stream().findFirst();
  }

  private static byte[] written(Reply reply) {
    try {
      return JSON.writeValueAsBytes(reply.body());
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** The secret behind a hash: the world has seen all of them. */
  String secretOf(String hash) {
    return Optional.ofNullable(secrets.get(hash)).orElseThrow();
  }

  Acts acts() {
    return acts;
  }

  /** Ids and secrets that follow from the history. */
  private final class CountedIds implements Ids {
    private long last;

    @Override
    public String newId() {
      return "id-%014d".formatted(++last);
    }

    @Override
    public String newSecret() {
      String secret = SECRET.formatted(++last);
      secrets.put(Sha256.hex(secret), secret);
      return secret;
    }
  }
}
