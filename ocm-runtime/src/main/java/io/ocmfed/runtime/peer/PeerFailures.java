package io.ocmfed.runtime.peer;

import io.netty.channel.ConnectTimeoutException;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Turns what goes wrong on the way to a peer into failures that say which and what to do. */
final class PeerFailures {

  private PeerFailures() {}

  static String origin(String domain) {
    return "peer:" + domain;
  }

  static Failure untrusted(String domain) {
    return Failure.client(
        Code.PEER_UNTRUSTED,
        "There is no trust for " + domain + "; create an OcmTrust that names it.");
  }

  static Failure incompatible(String domain, String endpoint, String sentence) {
    return failure(Code.PEER_INCOMPATIBLE, domain, endpoint, sentence, 1);
  }

  static Failure unreachable(String domain, String endpoint, String sentence, int attempts) {
    return failure(Code.PEER_UNREACHABLE, domain, endpoint, sentence, attempts);
  }

  static Failure refused(String domain, String endpoint, String sentence) {
    return failure(Code.PEER_REFUSED, domain, endpoint, sentence, 1);
  }

  /** The failure for an exception of the transport. */
  static Failure of(String domain, String endpoint, Throwable cause, int attempts) {
    return unreachable(domain, endpoint, sentence(domain, endpoint, cause), attempts);
  }

  private static String sentence(String domain, String endpoint, Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      Optional<String> known = known(domain, endpoint, cause);
      if (known.isPresent()) {
        return known.get();
      }
    }
    return "The call to " + domain + " broke (" + reason(thrown) + ").";
  }

  private static Optional<String> known(String domain, String endpoint, Throwable cause) {
    String sentence =
        switch (cause) {
          case UnknownHostException dns ->
              "The name "
                  + PeerHosts.host(domain)
                  + " cannot be resolved (DNS); check the domain of the OcmTrust and the DNS.";
          case CertificateExpiredException expired ->
              "The TLS certificate of " + domain + " has expired; its administrator must renew it.";
          case CertificateNotYetValidException early ->
              "The TLS certificate of " + domain + " is not valid yet; check the clocks.";
          case CertificateException certificate when namesOther(certificate) ->
              "The TLS certificate of "
                  + domain
                  + " is for another name ("
                  + certificate.getMessage()
                  + "); its administrator must serve one for "
                  + PeerHosts.host(domain)
                  + ".";
          case CertPathBuilderException noPath -> unknownIssuer(domain);
          case CertPathValidatorException invalid when invalid.getCause() == null ->
              unknownIssuer(domain);
          case ConnectTimeoutException slow ->
              "Connecting to " + endpoint + " timed out; check that " + domain + " is up.";
          case ConnectException refused ->
              "Connecting to "
                  + endpoint
                  + " failed; check that "
                  + domain
                  + " is up and reachable from here.";
          case TimeoutException slow -> domain + " did not answer in time.";
          case SSLException tls when tls.getCause() == null ->
              "TLS with " + domain + " failed (" + tls.getMessage() + ").";
          default -> null;
        };
    return Optional.ofNullable(sentence);
  }

  private static String unknownIssuer(String domain) {
    return "The TLS certificate of "
        + domain
        + " is signed by a CA that is not known here; if that is right, name the CA in"
        + " caCertificateRef of the OcmTrust.";
  }

  private static boolean namesOther(CertificateException certificate) {
    String message = certificate.getMessage();
    return certificate.getCause() == null
        && message != null
        && (message.contains("subject alternative") || message.contains("No name matching"));
  }

  private static String reason(Throwable thrown) {
    return thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
  }

  private static Failure failure(
      Code code, String domain, String endpoint, String sentence, int attempts) {
    return new Failure(code, sentence, origin(domain), null, endpoint, attempts, null, null);
  }
}
