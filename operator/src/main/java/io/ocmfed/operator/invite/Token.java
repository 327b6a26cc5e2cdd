package io.ocmfed.operator.invite;

import io.ocmfed.crds.Reason;
import io.ocmfed.operator.installation.InviteText;
import io.ocmfed.operator.status.Obstacle;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks an invitation that somebody put into a Secret; pure. */
sealed interface Token {

  /** It may be used. */
  record Good(InviteText invite) implements Token {

    String value() {
      return invite.token();
    }
  }

  /** It may not. */
  record Bad(Obstacle obstacle) implements Token {}

  int SHORTEST = 22;
  Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_-]{1,512}");

  /**
   * @param text what the Secret holds
   * @param expectedDomain the inviter's domain: the trust's for Accept, our own for Issue
   * @param secretName for the message
   */
  static Token check(String text, String expectedDomain, String secretName) {
    Optional<InviteText> parsed = InviteText.parse(text);
    if (parsed.isEmpty() || !ALLOWED.matcher(parsed.get().token()).matches()) {
      return new Bad(
          Obstacle.forPerson(
              Reason.TOKEN_MALFORMED,
              "What Secret %s holds is no invitation: a token has 22 to 512 characters of A-Z, a-z, 0-9, _ and -; an invite string or link carries one."
                  .formatted(secretName)));
    }
    InviteText invite = parsed.get();
    if (invite.token().length() < SHORTEST) {
      return new Bad(
          Obstacle.forPerson(
              Reason.TOKEN_TOO_WEAK,
              "The token in Secret %s is too short to be safe; use at least 22 random characters."
                  .formatted(secretName)));
    }
    if (invite.domain().isPresent() && !invite.domain().get().equals(expectedDomain)) {
      return new Bad(
          Obstacle.forPerson(
              Reason.TOKEN_FOR_OTHER_DOMAIN,
              "The invitation in Secret %s is for another domain than %s; put in the right one, or refer to another trust."
                  .formatted(secretName, expectedDomain)));
    }
    return new Good(invite);
  }
}
