package io.ocmfed.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocmfed.cluster.Progress;
import io.ocmfed.launcher.Checkout;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The benches of the operator at their smallest size: that it comes to its end and has all its
 * figures. What they are is not looked at, because the machine may be busy with other tests.
 */
class BenchSmokeTest {

  @TempDir Path output;

  @ParameterizedTest
  @ValueSource(strings = {"propagation", "storm"})
  void isComplete(String name) throws Exception {
    Bench bench =
        Benches.ALL.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    var settings = new BenchSettings(4, 3, 12, 1, 1, 3, false, output);
    BenchResult result = bench.run(Checkout.find(), settings, Progress.onStandardError());

    assertThat(result.bench()).isEqualTo(name);
    assertThat(result.rows()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(result.rows()).allSatisfy(row -> assertThat(first(row)).isPositive());
    assertThat(result.goals()).isNotEmpty();

    var printed = new ByteArrayOutputStream();
    new Report(output, new PrintStream(printed, true, StandardCharsets.UTF_8)).show(result);
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains(result.rows().getLast().what())
        .contains(result.goals().getFirst().what());
    var kept = new ObjectMapper().readTree(output.resolve(name + ".json").toFile());
    assertThat(kept.get("rows")).hasSameSizeAs(result.rows());
  }

  /** How many samples, reads or PUTs the row is made of. */
  private static double first(Row row) {
    return row.figures().values().iterator().next();
  }
}
