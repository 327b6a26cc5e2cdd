package io.ocmfed.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.crds.Reason;
import io.ocmfed.operator.runtime.Answer;
import io.ocmfed.operator.runtime.Failure;
import io.ocmfed.operator.status.Obstacle.Remedy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuntimeAnswersTest {

  @ParameterizedTest
  @CsvSource({
    "422, USER_UNKNOWN, USER_UNKNOWN, PERSON",
    "422, RESOURCE_NOT_FOUND, RESOURCE_NOT_FOUND, PERSON",
    "422, EXCEEDS_TRUST, EXCEEDS_TRUST, PERSON",
    "409, CONFLICT, CONFLICT, PERSON",
    "409, OUTDATED, PROGRESSING, RETRY",
    "422, PEER_UNTRUSTED, TRUST_NOT_READY, RETRY",
    "503, GATEWAY_UNAVAILABLE, GATEWAY_UNAVAILABLE, RETRY",
    "401, UNAUTHENTICATED, RUNTIME_UNAUTHORIZED, RETRY",
    "404, '', RUNTIME_ERROR, RETRY",
    "500, SOMETHING_NEW, RUNTIME_ERROR, RETRY",
    "422, SOMETHING_NEW, RUNTIME_ERROR, PERSON"
  })
  void aCodeGivesReasonAndRemedy(int status, String code, Reason reason, Remedy remedy) {
    Obstacle obstacle =
        RuntimeAnswers.obstacle(
            new Answer.Refused<>(status, Failure.of(code, "What happened and what to do.")));
    assertThat(obstacle.reason()).isEqualTo(reason);
    assertThat(obstacle.remedy()).isEqualTo(remedy);
  }

  @Test
  void theSentenceOfTheRuntimeIsPassedOn() {
    Obstacle obstacle =
        RuntimeAnswers.obstacle(
            new Answer.Refused<>(422, Failure.of("USER_UNKNOWN", "There is no user mallory.")));
    assertThat(obstacle.message()).isEqualTo("There is no user mallory.");
  }

  @Test
  void aRuntimeThatIsAwayIsTriedAgain() {
    Obstacle obstacle =
        RuntimeAnswers.obstacle(new Answer.Unreachable<>("the connection was refused"));
    assertThat(obstacle.reason()).isEqualTo(Reason.RUNTIME_UNREACHABLE);
    assertThat(obstacle.stalls()).isFalse();
  }
}
