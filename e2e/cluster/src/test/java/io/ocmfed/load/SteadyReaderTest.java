package io.ocmfed.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ocmfed.launcher.CloudClient.Answer;
import io.ocmfed.launcher.LauncherException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SteadyReaderTest {

  @Test
  void goesOnSendingWhileNothingIsAnswered() {
    var begun = new AtomicInteger();
    var answered = new AtomicBoolean();
    try (var reader =
        SteadyReader.start(
            200,
            () -> {
              begun.incrementAndGet();
              await().untilTrue(answered);
              return answer(200, "");
            })) {
      await().until(() -> begun.get() > 10);
      assertThat(reader.readings()).isEmpty();
      answered.set(true);
      List<Reading> readings = reader.end();
      assertThat(readings).hasSize(begun.get()).noneMatch(Reading::failed);
      // The first one was due at the beginning and has waited for all the others.
      assertThat(readings.getFirst().took()).isPositive();
    }
  }

  @Test
  void whatFailsIsKeptWithItsReason() {
    var number = new AtomicInteger();
    try (var reader =
        SteadyReader.start(
            200,
            () ->
                switch (number.getAndIncrement() % 3) {
                  case 0 -> answer(200, "fine");
                  case 1 -> answer(503, "no gateway");
                  default -> throw new LauncherException("connection refused");
                })) {
      await().until(() -> reader.readings().size() >= 3);
      List<Reading> readings = reader.end();
      assertThat(readings).anyMatch(reading -> reading.status() == 200 && !reading.failed());
      assertThat(readings)
          .anyMatch(reading -> reading.failed() && reading.problem().equals("no gateway"));
      assertThat(readings)
          .anyMatch(
              reading ->
                  reading.status() == Reading.NO_ANSWER
                      && reading.problem().equals("connection refused"));
    }
  }

  private static Answer answer(int status, String body) {
    return new Answer(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }
}
