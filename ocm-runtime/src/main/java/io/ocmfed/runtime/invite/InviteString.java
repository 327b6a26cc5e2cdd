package io.ocmfed.runtime.invite;

import io.ocmfed.runtime.inbound.Domains;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An invitation as it travels between people (OCM-API 1.4 "Invite format"), in all forms in the
 * field: invite string in base64url or base64, padded or not; a link; {@code token@domain}; the
 * token alone.
 *
 * @param domain where it was issued; empty when the form does not say
 */
public record InviteString(String token, Optional<String> domain) {

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]{8,512}");
  private static final Pattern DOMAIN = Pattern.compile("[a-z0-9.\\-\\[\\]:]{1,253}");

  /** What the text holds; empty when it is no invitation. */
  public static Optional<InviteString> parse(String text) {
    String stripped = text.strip();
    if (stripped.contains("://")) {
      return link(stripped);
    }
    if (stripped.contains("@")) {
      return pair(stripped);
    }
    return decoded(stripped)
        .flatMap(InviteString::pair)
        .or(
            () ->
                TOKEN.matcher(stripped).matches()
                    ? Optional.of(new InviteString(stripped, Optional.empty()))
                    : Optional.empty());
  }

  /** The invite string: base64url of {@code token@domain}, without padding. */
  public static String of(String token, String domain) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((token + "@" + domain).getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<InviteString> pair(String text) {
    int at = text.lastIndexOf('@');
    if (at < 1) {
      return Optional.empty();
    }
    String token = text.substring(0, at);
    String domain = Domains.normal(text.substring(at + 1));
    return TOKEN.matcher(token).matches() && DOMAIN.matcher(domain).matches()
        ? Optional.of(new InviteString(token, Optional.of(domain)))
        : Optional.empty();
  }

  private static Optional<String> decoded(String text) {
    String alphabet = text.replace('+', '-').replace('/', '_').replaceAll("=+$", "");
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(alphabet);
      return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException other) {
      return Optional.empty();
    }
  }

  private static Optional<InviteString> link(String text) {
    try {
      URI uri = URI.create(text);
      Optional<String> token = query(uri, "token");
      if (token.isEmpty()) {
        return Optional.empty();
      }
      String domain =
          query(uri, "providerDomain")
              .map(Domains::normal)
              .orElseGet(() -> Domains.normal(uri.getAuthority()));
      // The token of a link may itself be an invite string.
      Optional<InviteString> inner = decoded(token.get()).flatMap(InviteString::pair);
      return inner.or(() -> pair(token.get() + "@" + domain));
    } catch (IllegalArgumentException | NullPointerException other) {
      return Optional.empty();
    }
  }

  private static Optional<String> query(URI uri, String name) {
    if (uri.getRawQuery() == null) {
      return Optional.empty();
    }
    for (String part : uri.getRawQuery().split("&")) {
      if (part.startsWith(name + "=")) {
        return Optional.of(
                URLDecoder.decode(part.substring(name.length() + 1), StandardCharsets.UTF_8))
            .filter(value -> !value.isBlank());
      }
    }
    return Optional.empty();
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "InviteString[" + domain.orElse("") + "]";
  }
}
