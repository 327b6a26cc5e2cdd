package io.ocmfed.runtime.notification;

import io.ocmfed.runtime.connection.UserRemovedInbox;
import io.ocmfed.runtime.inbound.Admission;
import io.ocmfed.runtime.inbound.Admission.Admitted;
import io.ocmfed.runtime.inbound.Domains;
import io.ocmfed.runtime.inbound.Fields;
import io.ocmfed.runtime.inbound.Reply;
import io.ocmfed.runtime.peer.Sender;
import io.ocmfed.runtime.share.ShareNotices;
import io.ocmfed.runtime.store.Remote;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.trust.TrustDiscovery;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * {@code POST /notifications} (OCM-API 1.4, and USER_REMOVED of its OpenAPI). What is not signed is
 * believed only with the share's secret.
 */
public final class NotificationsInbox {

  private static final Logger LOG = Logger.getLogger(NotificationsInbox.class);

  private final Store store;
  private final Admission admission;
  private final UserRemovedInbox removals;
  private final ShareNotices shares;
  private final TrustDiscovery discovery;

  public NotificationsInbox(
      Store store,
      Admission admission,
      UserRemovedInbox removals,
      ShareNotices shares,
      TrustDiscovery discovery) {
    this.store = store;
    this.admission = admission;
    this.removals = removals;
    this.shares = shares;
    this.discovery = discovery;
  }

  /**
   * Answers the message.
   *
   * @throws io.ocmfed.runtime.web.FailureException when it is not even considered
   */
  public Reply receive(byte[] json, Sender sender) {
    Optional<Admitted> from = admission.admit(sender);
    Fields fields = Fields.of(json);
    String type = fields.required("notificationType");
    String providerId = fields.key("providerId");
    Fields notification = fields.object("notification");
    return switch (type) {
      case "USER_REMOVED" -> userRemoved(from, providerId, notification.words("acceptanceIds"));
      case "SHARE_ACCEPTED", "SHARE_DECLINED", "SHARE_UNSHARED" ->
          shares.receive(
              from,
              sender,
              type,
              providerId,
              notification.text("sharedSecret"),
              notification.text("grantee"),
              admission);
      default ->
          Reply.failed(
              Failure.client(Code.UNSUPPORTED, "Notification " + type + " is not supported."), 501);
    };
  }

  private Reply userRemoved(Optional<Admitted> from, String user, Set<String> acceptanceIds) {
    if (acceptanceIds.size() > 1000) {
      throw Failure.client(Code.INVALID_REQUEST, "Field acceptanceIds has too many entries.")
          .toException();
    }
    if (from.isPresent()) {
      Remote remote = Remote.of(from.get().domain(), user);
      store.inTransaction(
          tx -> {
            removals.receive(tx, remote, acceptanceIds);
            return null;
          });
    } else {
      // Anybody may say so. Nothing ends; we only look whether what we know of that peer holds.
      String domain = Domains.ofAddress(user);
      if (discovery.soon(domain)) {
        LOG.infof("event=user-removed.unsigned peer=%s", domain);
      }
    }
    return Reply.of(201, Map.of());
  }
}
