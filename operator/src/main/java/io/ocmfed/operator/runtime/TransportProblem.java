package io.ocmfed.operator.runtime;

import java.io.IOException;
import java.net.ConnectException;
import java.security.cert.CertificateException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Says in a stable phrase, without addresses, why no answer came. */
final class TransportProblem {

  private TransportProblem() {}

  static String describe(Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = next(cause)) {
      if (cause instanceof CertificateException) {
        return "its certificate is not signed by ca.crt of the admin Secret, or is for another name";
      }
    }
    for (Throwable cause = problem; cause != null; cause = next(cause)) {
      String simpleName = cause.getClass().getSimpleName();
      if (cause instanceof TimeoutException || simpleName.contains("Timeout")) {
        return "connecting took too long";
      }
      if (cause instanceof ConnectException) {
        return "the connection was refused";
      }
      if (cause instanceof SSLException) {
        return "TLS failed";
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
