package io.ocmfed.journeys;

import io.ocmfed.cluster.KubernetesPrograms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** kubectl, as a person would type it, in one namespace. */
public record Kubectl(Path kubeconfig, String namespace) {

  /** What kubectl said; {@code text} is both its output and its complaints. */
  public record Said(int code, String text) {}

  /** Runs it and returns what it said, whatever the exit code. */
  public Said tries(String input, String... arguments) {
    var command = new ArrayList<>(List.of(KubernetesPrograms.kubectl(), "-n", namespace));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    try {
      Process process = builder.start();
      var writing =
          CompletableFuture.runAsync(
              () -> {
                try (var stdin = process.getOutputStream()) {
                  stdin.write(input.getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      writing.join();
      return new Said(process.waitFor(), text.strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Runs it and returns what it said.
   *
   * @throws AssertionError when it fails
   */
  public String run(String... arguments) {
    Said said = tries("", arguments);
    if (said.code() != 0) {
      throw new AssertionError("kubectl " + String.join(" ", arguments) + ": " + said.text());
    }
    return said.text();
  }

  /** {@code kubectl apply -f -}. */
  public void apply(String yaml) {
    Said said = tries(yaml, "apply", "-f", "-");
    if (said.code() != 0) {
      throw new AssertionError("kubectl apply: " + said.text());
    }
  }
}
