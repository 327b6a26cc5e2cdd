package io.ocmfed.operator.installation;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An invitation as people hand it over: the bare token, the OCM invite string (base64url of {@code
 * token@domain}, OCM 1.4 section "Invite Flow"), or a link that carries one of them.
 *
 * @param token what the inviter issued; not checked for strength here
 * @param domain the inviter's domain in lower case; empty for a bare token
 */
public record InviteText(String token, Optional<String> domain) {

  private static final int LONGEST = 4096;
  private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_-]+");
  private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]+");
  private static final Pattern DOMAIN =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(:[0-9]{1,5})?");
  private static final Pattern TOKEN_PARAMETER = Pattern.compile("(?:^|&)token=([^&#]+)");
  private static final Pattern PROVIDER_PARAMETER =
      Pattern.compile("(?:^|&)(?:providerDomain|provider|domain)=([^&#]+)");

  /** Reads any of the three forms; empty when it is none of them. */
  public static Optional<InviteText> parse(String text) {
    String stripped = text.strip();
    if (stripped.isEmpty() || stripped.length() > LONGEST) {
      return Optional.empty();
    }
    if (stripped.startsWith("https://") || stripped.startsWith("http://")) {
      return link(stripped);
    }
    Optional<InviteText> string = inviteString(stripped);
    if (string.isPresent()) {
      return string;
    }
    return Optional.of(new InviteText(stripped, Optional.empty()));
  }

  private static Optional<InviteText> link(String text) {
    try {
      URI link = URI.create(text);
      Matcher token = TOKEN_PARAMETER.matcher(link.getQuery() == null ? "" : link.getQuery());
      if (!token.find()) {
        return Optional.empty();
      }
      Optional<InviteText> nested = inviteString(token.group(1));
      if (nested.isPresent()) {
        return nested;
      }
      Matcher provider = PROVIDER_PARAMETER.matcher(link.getQuery());
      String domain = provider.find() ? provider.group(1) : link.getAuthority();
      return Optional.of(
          new InviteText(token.group(1), Optional.ofNullable(domain).map(InviteText::lower)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** base64url or base64, padded or not, of {@code token@domain}. */
  private static Optional<InviteText> inviteString(String text) {
    String urlSafe = text.replace('+', '-').replace('/', '_').replaceAll("=+$", "");
    if (!BARE.matcher(urlSafe).matches()) {
      return Optional.empty();
    }
    try {
      String plain = new String(Base64.getUrlDecoder().decode(urlSafe), StandardCharsets.UTF_8);
      int at = plain.lastIndexOf('@');
      // Random tokens decode to bytes that nobody can print; that tells the two forms apart.
      if (at <= 0
          || !PRINTABLE.matcher(plain).matches()
          || !DOMAIN.matcher(plain.substring(at + 1)).matches()) {
        return Optional.empty();
      }
      return Optional.of(
          new InviteText(plain.substring(0, at), Optional.of(lower(plain.substring(at + 1)))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String lower(String domain) {
    return domain.toLowerCase(Locale.ROOT);
  }

  /** The OCM invite string for a token of ours. */
  public static String inviteString(String token, String domain) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((token + "@" + domain).getBytes(StandardCharsets.UTF_8));
  }

  /** The link by which a person opens an invitation of ours in a browser. */
  public static String link(String token, String domain) {
    return "https://%s/ocm/invite?token=%s".formatted(domain, inviteString(token, domain));
  }

  /** Tells tokens apart without keeping them: SHA-256 in hex. */
  public String fingerprint() {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "InviteText[hidden]";
  }
}
