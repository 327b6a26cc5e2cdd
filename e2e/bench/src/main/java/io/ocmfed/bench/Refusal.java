package io.ocmfed.bench;

import io.ocmfed.load.Reading;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** From when on all that a steady reader asked for was refused. */
final class Refusal {

  private Refusal() {}

  /**
   * When the first answer came that said no, after the last request that was still granted.
   *
   * @param readings at least one was granted
   * @return on the reader's clock; empty when nothing was refused after that
   */
  static Optional<Duration> from(List<Reading> readings) {
    Duration granted =
        readings.stream()
            .filter(reading -> !reading.failed())
            .map(Reading::at)
            .max(Duration::compareTo)
            .orElseThrow(() -> new BenchException("No read was ever granted."));
    return readings.stream()
        .filter(reading -> reading.status() / 100 == 4)
        .filter(reading -> reading.at().compareTo(granted) > 0)
        .map(reading -> reading.at().plus(reading.took()))
        .min(Duration::compareTo);
  }
}
