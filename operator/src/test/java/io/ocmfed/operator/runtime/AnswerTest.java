package io.ocmfed.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.security.cert.CertificateException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** The words that metrics use for what came of a call: few, and the right ones. */
class AnswerTest {

  @Test
  void eachProblemOfTheTransportHasItsWord() {
    SSLHandshakeException untrusted = new SSLHandshakeException("handshake");
    untrusted.initCause(new CertificateException("not for that name"));
    assertThat(kind(untrusted)).isEqualTo("certificate");
    assertThat(kind(new SSLException("closed"))).isEqualTo("tls");
    assertThat(kind(new ConnectException("refused"))).isEqualTo("connection-refused");
    assertThat(kind(new TimeoutException("connect"))).isEqualTo("timeout");
    assertThat(kind(new java.io.IOException("reset"))).isEqualTo("broken");
    assertThat(new Answer.Unreachable<>(TransportProblem.NO_ANSWER + "3 s").kind())
        .isEqualTo("timeout");
    assertThat(new Answer.Unreachable<>("it did not apply the endpoint table").kind())
        .isEqualTo("broken");
  }

  @Test
  void aRefusalIsOneWordWhateverTheRuntimeSays() {
    Failure failure = Failure.of("ANYTHING", "");
    assertThat(new Answer.Refused<>(401, failure).kind()).isEqualTo("unauthorized");
    assertThat(new Answer.Refused<>(403, failure).kind()).isEqualTo("unauthorized");
    assertThat(new Answer.Refused<>(500, failure).kind()).isEqualTo("refused");
    assertThat(new Answer.Ok<>("x").kind()).isEqualTo("ok");
  }

  private static String kind(Throwable problem) {
    return new Answer.Unreachable<>(TransportProblem.describe(problem)).kind();
  }
}
