package io.ocmfed.operator.runtime;

import java.io.IOException;
import java.net.ConnectException;
import java.security.cert.CertificateException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Says in a stable phrase, without addresses, why no answer came. */
final class TransportProblem {

  static final String NO_ANSWER = "no answer within ";

  private static final String CERTIFICATE =
      "its certificate is not signed by ca.crt of the admin Secret, or is for another name";
  private static final String SLOW = "connecting took too long";
  private static final String REFUSED = "the connection was refused";
  private static final String TLS = "TLS failed";

  private TransportProblem() {}

  /** Such a phrase in one of few words. */
  static String kind(String phrase) {
    return switch (phrase) {
      case CERTIFICATE -> "certificate";
      case SLOW -> "timeout";
      case REFUSED -> "connection-refused";
      case TLS -> "tls";
      default -> phrase.startsWith(NO_ANSWER) ? "timeout" : "broken";
    };
  }

  static String describe(Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = next(cause)) {
      if (cause instanceof CertificateException) {
        return CERTIFICATE;
      }
    }
    for (Throwable cause = problem; cause != null; cause = next(cause)) {
      String simpleName = cause.getClass().getSimpleName();
      if (cause instanceof TimeoutException || simpleName.contains("Timeout")) {
        return SLOW;
      }
      if (cause instanceof ConnectException) {
        return REFUSED;
      }
      if (cause instanceof SSLException) {
        return TLS;
      }
    }
    if (problem instanceof IOException || problem instanceof io.vertx.core.VertxException) {
      return "the connection broke";
    }
    return "the call failed (%s)".formatted(problem.getClass().getSimpleName());
  }

  private static Throwable next(Throwable cause) {
    return cause.getCause() == cause ? null : cause.getCause();
  }
}
