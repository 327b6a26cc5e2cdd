package io.ocmfed.runtime.ocm;

import io.ocmfed.runtime.comparison.ComparisonInbox;
import io.ocmfed.runtime.connection.InviteAcceptedInbox;
import io.ocmfed.runtime.inbound.Reply;
import io.ocmfed.runtime.notification.NotificationsInbox;
import io.ocmfed.runtime.peer.Sender;
import io.ocmfed.runtime.share.SharesInbox;
import io.ocmfed.runtime.trust.Heard;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import io.ocmfed.runtime.web.FailureBodies;
import io.ocmfed.runtime.web.FailureException;
import org.jboss.logging.Logger;

/** All messages from peers, whatever they are about: body and sender in, answer out. */
public final class OcmInbox {

  private static final Logger LOG = Logger.getLogger(OcmInbox.class);

  private final InviteAcceptedInbox invites;
  private final SharesInbox shares;
  private final NotificationsInbox notifications;
  private final ComparisonInbox comparisons;
  private final Heard heard;

  OcmInbox(
      InviteAcceptedInbox invites,
      SharesInbox shares,
      NotificationsInbox notifications,
      ComparisonInbox comparisons,
      Heard heard) {
    this.invites = invites;
    this.shares = shares;
    this.notifications = notifications;
    this.comparisons = comparisons;
    this.heard = heard;
  }

  /**
   * Answers a message.
   *
   * @param path {@code invite-accepted}, {@code shares}, {@code notifications} or {@code compare}
   */
  public Reply receive(String path, byte[] json, Sender sender) {
    Reply reply = answer(path, json, sender);
    String domain =
        switch (sender) {
          case Sender.Signed signed -> signed.domain();
          case Sender.Rejected rejected -> "rejected";
          case Sender.Unsigned unsigned -> "unsigned";
        };
    String code = reply.body() instanceof FailureBodies.Ocm failed ? " code=" + failed.code() : "";
    LOG.infof("event=ocm.received path=%s peer=%s status=%d%s", path, domain, reply.status(), code);
    boolean authenticated = sender instanceof Sender.Signed && reply.status() != 401;
    if (authenticated && reply.status() < 500) {
      heard.from(domain, reply.status() < 300);
    }
    return reply;
  }

  private Reply answer(String path, byte[] json, Sender sender) {
    try {
      return switch (path) {
        case "invite-accepted" -> invites.receive(json, sender);
        case "shares" -> shares.receive(json, sender);
        case "notifications" -> notifications.receive(json, sender);
        case "compare" -> comparisons.receive(json, sender);
        default ->
            Reply.failed(
                Failure.client(Code.RESOURCE_NOT_FOUND, "There is nothing at this address."), 404);
      };
    } catch (FailureException failed) {
      return Reply.failed(failed.failure(), failed.failure().code().status());
    }
  }
}
