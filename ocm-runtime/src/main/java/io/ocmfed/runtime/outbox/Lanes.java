package io.ocmfed.runtime.outbox;

/** What must stay in order: all between two users, and each acceptance until both are known. */
public final class Lanes {

  private Lanes() {}

  /** Between two users. */
  public static String pair(String domain, String localUser, String remoteUser) {
    return domain + "|" + localUser + "|" + remoteUser;
  }

  /** Of one acceptance. */
  public static String acceptance(String domain, String id) {
    return domain + "|acceptance|" + id;
  }
}
