package io.ocmfed.runtime.store;

/** What the outbox carries. */
public enum MessageKind {
  /** {@code /invite-accepted}; the subject is the acceptance. */
  INVITE_ACCEPTED("invite-accepted"),
  /** {@code /shares}; the subject is the outgoing share. */
  SHARE("shares"),
  /** {@code /notifications}, SHARE_UNSHARED; the subject is the outgoing share. */
  SHARE_UNSHARED("notifications"),
  /** {@code /notifications}, SHARE_ACCEPTED; the subject is the incoming share. */
  SHARE_ACCEPTED("notifications"),
  /** {@code /notifications}, SHARE_DECLINED; the subject is the incoming share. */
  SHARE_DECLINED("notifications"),
  /**
   * {@code /notifications}, USER_REMOVED; the subject is the local user, the body lists the ids.
   */
  USER_REMOVED("notifications");

  private final String path;

  MessageKind(String path) {
    this.path = path;
  }

  /** Whether it tells what became of a share. */
  public boolean aboutShare() {
    return this == SHARE_UNSHARED || this == SHARE_ACCEPTED || this == SHARE_DECLINED;
  }

  /** The path below the peer's end point. */
  public String path() {
    return path;
  }
}
