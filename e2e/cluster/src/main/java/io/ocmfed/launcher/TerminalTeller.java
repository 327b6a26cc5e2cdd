package io.ocmfed.launcher;

import io.ocmfed.cluster.KubernetesPrograms;
import io.ocmfed.cluster.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tells a story on the terminal, with the time since its beginning. */
final class TerminalTeller implements Teller {

  private final PrintStream out;
  private final Path kubeconfig;
  private final Progress clock;

  TerminalTeller(PrintStream out, Path kubeconfig, Progress clock) {
    this.out = out;
    this.kubeconfig = kubeconfig;
    this.clock = clock;
  }

  @Override
  public void chapter(String title) {
    out.println();
    out.println("== " + title);
  }

  @Override
  public void say(String sentence) {
    out.println("[" + clock.elapsed() + "] " + sentence);
  }

  @Override
  public void show(String... kubectlArguments) {
    var command = new ArrayList<>(List.of(KubernetesPrograms.kubectl()));
    command.addAll(List.of(kubectlArguments));
    out.println("       $ ./ocmfed kubectl " + String.join(" ", kubectlArguments));
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("KUBECONFIG", kubeconfig.toString());
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      output.lines().forEach(line -> out.println("       " + line));
    } catch (IOException e) {
      throw new LauncherException("kubectl cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LauncherException("Interrupted.", e);
    }
  }
}
