package io.ocmfed.runtime.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocmfed.runtime.outbox.Classified.Again;
import io.ocmfed.runtime.outbox.Classified.Delivered;
import io.ocmfed.runtime.outbox.Classified.Identity;
import io.ocmfed.runtime.outbox.Classified.Over;
import io.ocmfed.runtime.outbox.Classified.Refused;
import io.ocmfed.runtime.peer.PeerCalls.Answer;
import io.ocmfed.runtime.store.MessageKind;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * What the answers of peers mean. Servers mix their statuses (ocm-protocol.md 3.3, 5.3), so it goes
 * by class of status and by step; messages only tell apart what a person must be told apart.
 */
public final class Answers {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What CERN's reva says, with 401, once it has let the provider in and found the recipient: the
   * sender is no contact of the recipient's. Other servers say nothing that means only this.
   */
  private static final String STRANGER = "not in the auto-accept whitelist";

  private Answers() {}

  /**
   * @param domain the peer
   * @param ocmfed whether it is a runtime of this kind, whose codes can be taken at their word
   */
  public static Classified classify(
      MessageKind kind, String domain, boolean ocmfed, Answer answer) {
    JsonNode body = read(answer.body());
    if (answer.success()) {
      return kind == MessageKind.INVITE_ACCEPTED
          ? accepted(domain, body)
          : new Delivered(Optional.empty());
    }
    int status = answer.status();
    return switch (status) {
      case 408, 425, 429 -> new Again(busy(domain, status), answer.retryAfter());
      case 401, 403 -> new Refused(refused(domain, kind, body, ocmfed), true);
      case 410 -> new Over();
      case 409 -> conflict(kind, domain, ocmfed, body);
      case 501 -> new Refused(incompatible(Code.UNSUPPORTED, domain, status), true);
      default ->
          status >= 500
              ? new Again(busy(domain, status), answer.retryAfter())
              : decided(kind, domain, status, body);
    };
  }

  private static Classified accepted(String domain, JsonNode body) {
    return identity(body)
        .<Classified>map(identity -> new Delivered(Optional.of(identity)))
        .orElseGet(
            () ->
                new Refused(
                    Failure.of(
                        Code.PEER_INCOMPATIBLE,
                        peer(domain),
                        domain
                            + " accepted, but did not say who invited. Ask its administrators to"
                            + " update their server."),
                    true));
  }

  private static Classified conflict(
      MessageKind kind, String domain, boolean ocmfed, JsonNode body) {
    if (kind != MessageKind.INVITE_ACCEPTED) {
      return new Refused(incompatible(Code.CONFLICT, domain, 409), true);
    }
    Optional<Identity> identity = identity(body);
    if (identity.isPresent()) {
      return new Delivered(identity);
    }
    if (ocmfed && code(body).equals(Code.INVITE_EXHAUSTED.name())) {
      return new Refused(exhausted(domain), true);
    }
    return new Refused(
        Failure.of(
            Code.ALREADY_CONNECTED,
            peer(domain),
            domain
                + " says that this invitation was accepted before. If you do not see the"
                + " connection, ask the inviter to remove you there, or for a new invitation."),
        false);
  }

  private static Classified decided(MessageKind kind, String domain, int status, JsonNode body) {
    if (kind == MessageKind.INVITE_ACCEPTED && (status == 400 || status == 404)) {
      return new Refused(invitation(domain, body), true);
    }
    if (kind == MessageKind.SHARE && (status == 400 || status == 404)) {
      return new Refused(share(domain, body), true);
    }
    return new Refused(incompatible(Code.PEER_INCOMPATIBLE, domain, status), true);
  }

  private static Failure invitation(String domain, JsonNode body) {
    String said = body == null ? "" : text(body, "code") + " " + text(body, "message");
    if (said.toUpperCase(Locale.ROOT).contains("EXPIRED")) {
      return Failure.of(
          Code.INVITE_EXPIRED,
          peer(domain),
          "The invitation has expired. Ask the inviter for a new one.");
    }
    if (code(body).equals(Code.INVALID_REQUEST.name())) {
      return incompatible(Code.PEER_INCOMPATIBLE, domain, 400);
    }
    return Failure.of(
        Code.INVITE_UNKNOWN,
        peer(domain),
        domain
            + " does not know this invitation, or has withdrawn it. Ask the inviter for a new"
            + " one.");
  }

  private static Failure share(String domain, JsonNode body) {
    String text = body == null ? "" : body.toString();
    if (text.contains("NOT_FOUND") || text.toLowerCase(Locale.ROOT).contains("not exist")) {
      return Failure.of(
          Code.RECIPIENT_NOT_FOUND,
          peer(domain),
          domain + " does not know the recipient. Check the address, or connect again.");
    }
    return incompatible(Code.PEER_INCOMPATIBLE, domain, 400);
  }

  private static Failure exhausted(String domain) {
    return Failure.of(
        Code.INVITE_EXHAUSTED,
        peer(domain),
        "The invitation was used by somebody else. Ask the inviter for a new one.");
  }

  private static Failure refused(String domain, MessageKind kind, JsonNode body, boolean ocmfed) {
    boolean strangers =
        ocmfed
            ? code(body).equals(Code.NOT_CONNECTED.name())
            : body != null && text(body, "message").contains(STRANGER);
    if (kind == MessageKind.SHARE && strangers) {
      return Failure.of(
          Code.NOT_CONNECTED,
          peer(domain),
          domain + " does not know the connection of the two users. Connect again.");
    }
    return Failure.of(
        Code.PEER_REFUSED,
        peer(domain),
        domain
            + " does not take messages from us. Ask its administrators to trust this server; it"
            + " is tried again.");
  }

  private static Failure busy(String domain, int status) {
    return Failure.of(
        Code.PEER_UNREACHABLE,
        peer(domain),
        domain + " answered " + status + ". It is tried again by itself.");
  }

  private static Failure incompatible(Code code, String domain, int status) {
    return Failure.of(
        code,
        peer(domain),
        domain
            + " answered "
            + status
            + ", and sending it again would not help. Ask its"
            + " administrators, with the time of this message.");
  }

  private static Optional<Identity> identity(JsonNode body) {
    if (body == null || !body.isObject()) {
      return Optional.empty();
    }
    String user = text(body, "userID", "userId", "userid");
    return user.isBlank()
        ? Optional.empty()
        : Optional.of(new Identity(user, text(body, "email"), text(body, "name")));
  }

  /** The word for the error: ours, or what other servers use in its place. */
  private static String code(JsonNode body) {
    return body == null ? "" : text(body, "code", "message", "error");
  }

  private static String text(JsonNode body, String... names) {
    for (String name : names) {
      JsonNode value = body.get(name);
      if (value != null && value.isValueNode() && !value.asText().isBlank()) {
        return value.asText();
      }
    }
    return "";
  }

  private static JsonNode read(byte[] body) {
    try {
      return body.length == 0 ? null : JSON.readTree(body);
    } catch (IOException other) {
      return null;
    }
  }

  private static String peer(String domain) {
    return "peer:" + domain;
  }
}
