package io.ocmfed.runtime.gateway;

import io.quarkus.elytron.security.common.BcryptUtil;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jboss.logging.Logger;

/**
 * Checks passwords. bcrypt is slow on purpose and clients of this kind log in with every request;
 * so a pair of login and password that was right is remembered for a minute, as a keyed hash under
 * a key that never leaves the process, and forgotten when the users file changes. Who asks while
 * the same pair is being looked at waits for that answer: a gateway that has just come back is
 * asked by all who waited for it at once, and hundreds of bcrypts of one password would keep it
 * busy for longer than they wait.
 */
final class Passwords {

  private static final Logger LOG = Logger.getLogger(Passwords.class);
  private static final Duration REMEMBER = Duration.ofMinutes(1);
  private static final int REMEMBERED = 10_000;
  // Of nobody: an unknown login takes as long as a wrong password.
  private static final String DECOY =
      "$2y$10$abcdefghijklmnopqrstuuLqFDhAcSbPa0a6dGnPwxxkTpKmeBRGm";

  private final UserBook users;
  private final InstantSource clock;
  private final BiPredicate<String, String> bcrypt;
  private final SecretKeySpec key;
  private final Map<Question, CompletableFuture<Boolean>> underWay = new ConcurrentHashMap<>();
  private final Map<String, Long> right =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > REMEMBERED;
        }
      };
  private Object version = "";

  /**
   * @param memory the keyed hash of login and password
   * @param version of the users file
   */
  private record Question(String memory, Object version) {}

  Passwords(UserBook users, InstantSource clock) {
    this(users, clock, BcryptUtil::matches);
  }

  /**
   * @param bcrypt whether a password, the first argument, has a hash
   */
  Passwords(UserBook users, InstantSource clock, BiPredicate<String, String> bcrypt) {
    this.bcrypt = bcrypt;
    this.users = users;
    this.clock = clock;
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    this.key = new SecretKeySpec(secret, "HmacSHA256");
  }

  /** The user, if login and password are right. */
  Optional<UserBook.Entry> check(String login, String password) {
    Optional<UserBook.Entry> user = users.byLogin(login);
    String memory = memory(login, password);
    Object seen = users.version();
    if (user.isPresent() && remembered(memory, seen)) {
      return user;
    }
    boolean right = answer(new Question(memory, seen), login, password, user);
    return right ? user : Optional.empty();
  }

  private boolean answer(
      Question question, String login, String password, Optional<UserBook.Entry> user) {
    var ours = new CompletableFuture<Boolean>();
    CompletableFuture<Boolean> others = underWay.putIfAbsent(question, ours);
    if (others != null) {
      return others.join();
    }
    boolean right = false;
    try {
      String hash = user.map(UserBook.Entry::passwordHash).orElse(DECOY);
      right = matches(login, password, hash) && user.isPresent();
      if (right) {
        remember(question.memory(), question.version());
      }
    } finally {
      underWay.remove(question);
      ours.complete(right);
    }
    return right;
  }

  private boolean matches(String login, String password, String hash) {
    try {
      return bcrypt.test(password, hash);
    } catch (RuntimeException malformed) {
      // Not the exception's own text: it may hold the hash.
      LOG.warnf("event=password-hash-malformed login=%s", login);
      return false;
    }
  }

  private synchronized boolean remembered(String memory, Object seen) {
    if (!seen.equals(version)) {
      right.clear();
      version = seen;
    }
    Long at = right.get(memory);
    return at != null && clock.millis() - at < REMEMBER.toMillis();
  }

  private synchronized void remember(String memory, Object seen) {
    // The file may have changed while bcrypt was at work.
    if (seen.equals(version) && seen.equals(users.version())) {
      right.put(memory, clock.millis());
    }
  }

  private String memory(String login, String password) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      byte[] name = login.getBytes(StandardCharsets.UTF_8);
      mac.update((byte) (name.length >> 8));
      mac.update((byte) name.length);
      mac.update(name);
      return HexFormat.of().formatHex(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
