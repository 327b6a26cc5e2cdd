package io.ocmfed.launcher;

import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * A person of a cloud that was made up.
 *
 * @param id the gateway's stable user id
 * @param login what he logs in with
 * @param password in clear text: it is random and lives as long as the demo
 * @param displayName shown to people
 */
public record DemoUser(String id, String login, String password, String displayName) {

  private static final SecureRandom RANDOM = new SecureRandom();

  /** Little: nobody guesses 96 random bits, and every login would pay for more. */
  private static final int COST = 5;

  /** A user with a random password. */
  public static DemoUser of(String id, String displayName) {
    byte[] secret = new byte[12];
    RANDOM.nextBytes(secret);
    return new DemoUser(
        id, id, Base64.getUrlEncoder().withoutPadding().encodeToString(secret), displayName);
  }

  /** The hash of the password as the users file holds it. */
  String passwordHash() {
    byte[] salt = new byte[16];
    RANDOM.nextBytes(salt);
    return OpenBSDBCrypt.generate("2y", password.toCharArray(), salt, COST);
  }

  @Override
  public String toString() {
    return login;
  }
}
