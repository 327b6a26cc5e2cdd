package io.ocmfed.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessRecordsTest {

  @TempDir Path directory;

  private final String id = UUID.randomUUID().toString();
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endWhatTheTestStarted() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void endsWhatIsRecordedAndMarked() throws Exception {
    var records = new ProcessRecords(directory, id);
    Process mine = sleeper(id);
    records.add("mine", mine);

    EndProcesses.all(records::running, Duration.ofSeconds(5));

    assertThat(mine.waitFor()).isNotZero();
    assertThat(records.running()).isEmpty();
  }

  @Test
  void endsWhatIsMarkedAndWasNeverRecorded() throws Exception {
    Process forgotten = sleeper(id);

    EndProcesses.all(new ProcessRecords(directory, id)::running, Duration.ofSeconds(5));

    assertThat(forgotten.waitFor()).isNotZero();
  }

  @Test
  void leavesTheProcessesOfAnotherClusterEvenWhenRecorded() throws Exception {
    var records = new ProcessRecords(directory, id);
    Process others = sleeper(UUID.randomUUID().toString());
    records.add("others", others);

    EndProcesses.all(records::running, Duration.ofSeconds(5));

    assertThat(others.isAlive()).isTrue();
  }

  @Test
  void leavesAProcessThatGotThePidOfARecordedOne() throws Exception {
    var records = new ProcessRecords(directory, id);
    Process stranger = sleeper(UUID.randomUUID().toString());
    ProcessIdentity real = ProcessIdentity.of(stranger.pid()).orElseThrow();
    records.add("old", new ProcessIdentity(real.pid(), real.startTicks() - 1));

    EndProcesses.end(
        List.of(new ProcessIdentity(real.pid(), real.startTicks() - 1)), Duration.ofSeconds(1));
    EndProcesses.all(records::running, Duration.ofSeconds(5));

    assertThat(stranger.isAlive()).isTrue();
  }

  @Test
  void makesAProcessEndThatDoesNotListen() throws Exception {
    var records = new ProcessRecords(directory, id);
    Process stubborn = start(id, "trap '' TERM; echo deaf; while :; do read -r x; done");
    assertThat(stubborn.inputReader().readLine()).isEqualTo("deaf");

    EndProcesses.all(records::running, Duration.ofMillis(200));

    assertThat(stubborn.waitFor()).isEqualTo(128 + 9);
  }

  @Test
  void readsTheStartTimeBehindAnyName() {
    String tail = " S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 4711 0 0";
    assertThat(ProcessIdentity.parseStartTicks("7 (a (odd) name)" + tail)).hasValue(4711);
    assertThat(ProcessIdentity.parseStartTicks("7 (dead)" + tail.replace(" S ", " Z "))).isEmpty();
  }

  private Process sleeper(String marker) throws IOException {
    return start(marker, "read -r x");
  }

  private Process start(String marker, String script) throws IOException {
    var builder = new ProcessBuilder("bash", "-c", script);
    builder.environment().put(ProcessRecords.MARKER, marker);
    Process process = builder.start();
    started.add(process);
    return process;
  }
}
