package io.ocmfed.runtime.web;

import org.jboss.logging.Logger;

/**
 * One line for each request that this process answers, under its request id: at INFO when it failed
 * and the caller is not to blame, else at DEBUG of the category {@code io.ocmfed.requests}.
 */
public final class AnswerLog {

  private static final Logger LOG = Logger.getLogger("io.ocmfed.requests");

  private AnswerLog() {}

  /**
   * @param request what was asked: method and face; no path of a user, no query
   * @param status the HTTP status or gRPC code it was answered with
   */
  public static void answered(String request, Object status) {
    LOG.debugf("event=answered call=\"%s\" status=%s", request, status);
  }

  /** The request that this thread works for failed. */
  public static void failed(Failure failure) {
    Logger.Level level =
        failure.code().status() >= 500 && !failure.origin().equals("client")
            ? Logger.Level.INFO
            : Logger.Level.DEBUG;
    LOG.logf(
        level,
        "event=failed code=%s origin=%s operation=%s endpoint=\"%s\" attempts=%d since=%s table=%s",
        failure.code(),
        failure.origin(),
        failure.operation(),
        failure.endpoint(),
        failure.attempts(),
        failure.since(),
        failure.table() == null ? null : failure.table().revision());
  }
}
