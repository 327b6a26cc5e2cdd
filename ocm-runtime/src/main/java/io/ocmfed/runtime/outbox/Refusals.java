package io.ocmfed.runtime.outbox;

import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;

/**
 * The sentences for answers of a peer: what it says, and what to do next.
 *
 * @param status that it answered
 */
record Refusals(String domain, int status) {

  Failure nameless() {
    return of(
        Code.PEER_INCOMPATIBLE,
        domain
            + " accepted, but did not say who invited. Ask its administrators to update their"
            + " server.");
  }

  Failure alreadyConnected() {
    return of(
        Code.ALREADY_CONNECTED,
        domain
            + " says that this invitation was accepted before. If you do not see the connection,"
            + " ask the inviter to remove you there, or for a new invitation.");
  }

  Failure exhausted() {
    return of(
        Code.INVITE_EXHAUSTED,
        "The invitation was used by somebody else. Ask the inviter for a new one.");
  }

  Failure expired() {
    return of(Code.INVITE_EXPIRED, "The invitation has expired. Ask the inviter for a new one.");
  }

  Failure ownInvitation() {
    return of(
        Code.INVALID_REQUEST,
        domain
            + " takes us for itself, and an invitation cannot be accepted where it was issued. Ask"
            + " for one of another server.");
  }

  Failure unknownToken() {
    return of(
        Code.INVITE_UNKNOWN,
        domain
            + " does not know this invitation, or has withdrawn it. Ask the inviter for a new"
            + " one.");
  }

  Failure recipient() {
    return of(
        Code.RECIPIENT_NOT_FOUND,
        domain + " does not know the recipient. Check the address, or connect again.");
  }

  Failure notConnected() {
    return of(
        Code.NOT_CONNECTED,
        domain + " does not know the connection of the two users. Connect again.");
  }

  Failure disputed() {
    return of(
        Code.NOT_CONNECTED,
        domain
            + " holds the connection of the two users for disputed. It is tried again by itself;"
            + " if it lasts, end the connection and connect again.");
  }

  Failure refused() {
    return of(
        Code.PEER_REFUSED,
        domain
            + " does not take messages from us. Ask its administrators to trust this server; it is"
            + " tried again.");
  }

  /**
   * @param reason what the peer says of it; may be empty
   */
  Failure signature(String reason) {
    return of(
        Code.PEER_REFUSED,
        domain
            + " does not take our signature"
            + (reason.isBlank() ? "" : " (" + reason + ")")
            + ". Compare the clocks, and whether it sees the key that this server publishes; it is"
            + " tried again.");
  }

  Failure conflict() {
    return of(
        Code.CONFLICT,
        domain
            + " knows something else under the same id. Share again: that makes a new id. If it"
            + " stays so, ask its administrators.");
  }

  Failure unsupported() {
    return of(Code.UNSUPPORTED, domain + " does not support this. Ask its administrators.");
  }

  Failure incompatible() {
    return of(
        Code.PEER_INCOMPATIBLE,
        domain
            + " answered "
            + status
            + ", and sending it again would not help. Ask its administrators, with the time of"
            + " this message.");
  }

  Failure busy() {
    return of(
        Code.PEER_UNREACHABLE, domain + " answered " + status + ". It is tried again by itself.");
  }

  Failure inFront() {
    return of(
        Code.PEER_UNREACHABLE,
        "Something in front of "
            + domain
            + " answered "
            + status
            + " in its place. It is tried again by itself; if it lasts, ask its administrators.");
  }

  private Failure of(Code code, String sentence) {
    return Failure.of(code, "peer:" + domain, sentence);
  }
}
