package io.ocmfed.runtime.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.runtime.outbox.Classified.Again;
import io.ocmfed.runtime.outbox.Classified.Delivered;
import io.ocmfed.runtime.outbox.Classified.Over;
import io.ocmfed.runtime.outbox.Classified.Refused;
import io.ocmfed.runtime.peer.PeerCalls.Answer;
import io.ocmfed.runtime.store.MessageKind;
import io.ocmfed.runtime.web.Code;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answers that servers in the field give (ocm-protocol.md 3.3 and 5.3). */
class AnswersTest {

  @ParameterizedTest(name = "{0} {1} {2} -> {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "INVITE_ACCEPTED | 400 | {'message':'x','code':'INVITE_EXPIRED','retryable':false} |"
            + " INVITE_EXPIRED",
        "INVITE_ACCEPTED | 400 | {'message':'Invitation expired','error':true}       |"
            + " INVITE_EXPIRED",
        "INVITE_ACCEPTED | 400 | {'code':'INVALID_PARAMETER','message':'token has expired'} |"
            + " INVITE_EXPIRED",
        "INVITE_ACCEPTED | 400 | {'message':'TOKEN_EXPIRED'}                         |"
            + " INVITE_EXPIRED",
        "INVITE_ACCEPTED | 400 | {'message':'Invalid or non existing token'}         |"
            + " INVITE_UNKNOWN",
        "INVITE_ACCEPTED | 404 | {'code':'RESOURCE_NOT_FOUND'}                       |"
            + " INVITE_UNKNOWN",
        "INVITE_ACCEPTED | 403 | {'code':'UNTRUSTED_SERVICE'}                        |"
            + " PEER_REFUSED",
        "INVITE_ACCEPTED | 401 | nothing                                             |"
            + " PEER_REFUSED",
        "INVITE_ACCEPTED | 409 | {'message':'Invite already accepted','error':true}  |"
            + " ALREADY_CONNECTED",
        "INVITE_ACCEPTED | 409 | {'message':'x','code':'INVITE_EXHAUSTED','retryable':false} |"
            + " INVITE_EXHAUSTED",
        "INVITE_ACCEPTED | 200 | {}                                                  |"
            + " PEER_INCOMPATIBLE",
        "INVITE_ACCEPTED | 302 | nothing                                             |"
            + " PEER_INCOMPATIBLE",
        "INVITE_ACCEPTED | 501 | nothing                                             | UNSUPPORTED",
        "SHARE           | 400 |"
            + " {'message':'x','validationErrors':[{'name':'shareWith','message':'NOT_FOUND'}]} |"
            + " RECIPIENT_NOT_FOUND",
        "SHARE           | 404 | {'message':'RESOURCE_NOT_FOUND'}                    |"
            + " RECIPIENT_NOT_FOUND",
        "SHARE           | 403 | {'code':'NOT_CONNECTED','retryable':false}          |"
            + " NOT_CONNECTED",
        "SHARE           | 401 | {'code':'UNAUTHENTICATED'}                          |"
            + " PEER_REFUSED",
        "SHARE           | 501 | nothing                                             | UNSUPPORTED",
        "USER_REMOVED    | 400 | nothing                                             |"
            + " PEER_INCOMPATIBLE",
        "USER_REMOVED    | 403 | nothing                                             |"
            + " PEER_REFUSED",
      })
  void refusalsAreToldApart(MessageKind kind, int status, String body, Code code) {
    assertThat(classify(kind, status, body))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.failure().code()).isEqualTo(code);
              assertThat(refused.failure().origin()).isEqualTo("peer:b.example.org");
            });
  }

  @Test
  void anIdentityIsReadInAnySpelling() {
    assertThat(classify(MessageKind.INVITE_ACCEPTED, 200, "{'userID':'al','email':'e','name':'n'}"))
        .isEqualTo(new Delivered(Optional.of(new Classified.Identity("al", "e", "n"))));
    assertThat(classify(MessageKind.INVITE_ACCEPTED, 201, "{'userId':'al'}"))
        .isEqualTo(new Delivered(Optional.of(new Classified.Identity("al", "", ""))));
  }

  @Test
  void aConflictWithAnIdentityIsSuccess() {
    assertThat(classify(MessageKind.INVITE_ACCEPTED, 409, "{'userID':'al','name':'n'}"))
        .isInstanceOf(Delivered.class);
  }

  @Test
  void anUnexplainedConflictIsNotCertain() {
    assertThat(classify(MessageKind.INVITE_ACCEPTED, 409, "{}"))
        .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.certain()).isFalse());
  }

  @ParameterizedTest
  @CsvSource({"408", "425", "429", "500", "502", "503", "599"})
  void whatDecidesNothingIsSentAgain(int status) {
    Instant later = Instant.parse("2026-01-01T00:00:00Z");
    Classified classified =
        Answers.classify(
            MessageKind.SHARE,
            "b.example.org",
            true,
            new Answer(status, new byte[0], Optional.of(later)));
    assertThat(classified)
        .isInstanceOfSatisfying(
            Again.class, again -> assertThat(again.notBefore()).contains(later));
  }

  @Test
  void onlyWhatIsSaidOfThePeerKeepsOthersFromIt() {
    assertThat(peerWide(true, 429, "{}")).isTrue();
    assertThat(peerWide(true, 503, "{}")).isTrue();
    assertThat(peerWide(false, 502, "<html>")).isTrue();
    assertThat(peerWide(true, 500, "{}")).isFalse();
    assertThat(peerWide(true, 503, "{\"code\":\"NOT_CONNECTED\"}")).isFalse();
    assertThat(peerWide(true, 404, "<html>")).isFalse();
  }

  private static boolean peerWide(boolean ocmfed, int status, String body) {
    Answer answer = new Answer(status, body.getBytes(StandardCharsets.UTF_8), Optional.empty());
    return ((Again) Answers.classify(MessageKind.SHARE, "b.example.org", ocmfed, answer))
        .peerWide();
  }

  @Test
  void goneIsOver() {
    assertThat(classify(MessageKind.INVITE_ACCEPTED, 410, "{}")).isInstanceOf(Over.class);
    assertThat(classify(MessageKind.SHARE, 410, "{}")).isInstanceOf(Over.class);
  }

  @Test
  void anyTwoHundredIsSuccessWhateverTheBody() {
    assertThat(classify(MessageKind.SHARE, 200, "nothing")).isInstanceOf(Delivered.class);
    assertThat(classify(MessageKind.SHARE, 201, "[]")).isInstanceOf(Delivered.class);
    assertThat(classify(MessageKind.USER_REMOVED, 202, "")).isInstanceOf(Delivered.class);
  }

  private static Classified classify(MessageKind kind, int status, String body) {
    byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return Answers.classify(
        kind,
        "b.example.org",
        // What runtimes of this kind write, and nobody else.
        body.contains("retryable"),
        new Answer(status, bytes, Optional.empty()));
  }
}
