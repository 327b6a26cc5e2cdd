package io.ocmfed.runtime.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ocmfed.runtime.admin.ConnectionRoutes.View;
import io.ocmfed.runtime.invite.FailureView;
import io.ocmfed.runtime.invite.InviteView;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.Party;
import io.ocmfed.runtime.store.TrailEntry;
import io.ocmfed.runtime.store.TrailEntry.About;
import io.ocmfed.runtime.store.Tx;
import java.time.Instant;
import java.util.List;

/**
 * One readable history of a connection: the acceptance, its invitation where it was issued here,
 * its shares either way, and what came of the messages about them, in order.
 *
 * @param connection as in listings
 * @param items oldest first
 * @param next what to ask for after this page; null when there is no more
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record ConnectionHistory(View connection, List<Item> items, String next) {

  /**
   * One thing that happened.
   *
   * @param text a sentence for people
   * @param id of the share; null for all else: there is one acceptance, and an invitation is known
   *     by its token, which is nobody's business
   * @param failure what went wrong, and what to do; null when nothing did
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Item(
      Instant at,
      String text,
      String about,
      String id,
      String what,
      String cause,
      String by,
      String detail,
      FailureView failure,
      String requestId) {}

  static ConnectionHistory read(Tx tx, Acceptance one, long after, int limit) {
    String token = one.acceptedBy() == Party.PEER ? one.tokenHash() : null;
    List<TrailEntry> page = tx.trail().of(one.id(), token, after, limit);
    return new ConnectionHistory(
        View.of(one),
        page.stream().map(ConnectionHistory::item).toList(),
        page.size() < limit ? null : Long.toString(page.getLast().id()));
  }

  private static Item item(TrailEntry entry) {
    boolean share = entry.about() == About.OUTGOING_SHARE || entry.about() == About.INCOMING_SHARE;
    return new Item(
        entry.at(),
        text(entry),
        entry.about().word(),
        share ? entry.subject() : null,
        entry.what(),
        InviteView.word(entry.cause()),
        entry.byWhom(),
        entry.detail(),
        FailureView.of(entry.failure()),
        entry.requestId());
  }

  private static String text(TrailEntry entry) {
    String subject =
        switch (entry.about()) {
          case INVITATION -> "The invitation";
          case CONNECTION -> "The connection";
          case OUTGOING_SHARE -> "The share of " + entry.detail();
          case INCOMING_SHARE -> "The received share " + entry.detail();
          case DELIVERY -> "The message " + entry.detail();
        };
    String by = entry.cause() == null ? "" : by(entry);
    String why = entry.failure() == null ? "" : ": " + entry.failure().message();
    return subject + " " + verb(entry) + by + (why.isEmpty() ? "." : why);
  }

  private static String verb(TrailEntry entry) {
    return switch (entry.what()) {
      case "pending" -> "was begun, and waits for the other side";
      case "standing" -> "stands";
      case "ended", "failed" -> "ended";
      case "disputed" -> "is disputed: the other side does not know it";
      case "expired" -> "expired";
      case "waiting" -> "could not be delivered yet";
      case "over" -> "came too late: what it is about is over at the peer";
      case "given-up" -> "was given up";
      case "set-aside" -> "was set aside";
      default -> "was " + entry.what();
    };
  }

  private static String by(TrailEntry entry) {
    String who = entry.byWhom() == null ? "" : " " + entry.byWhom();
    return switch (entry.cause()) {
      case USER -> ", by user" + who;
      case OPERATOR -> ", by declaration" + who;
      case PEER -> ", by peer" + who;
      case EXPIRY -> ", because its time was over";
      case COMPARISON -> ", after comparing with" + who;
    };
  }
}
