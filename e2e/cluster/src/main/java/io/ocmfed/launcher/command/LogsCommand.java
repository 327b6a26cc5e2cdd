package io.ocmfed.launcher.command;

import io.ocmfed.launcher.Checkout;
import io.ocmfed.launcher.ClusterLogs;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "logs",
    mixinStandardHelpOptions = true,
    description = "Prints a log of the cluster; without NAME, the names there are.")
final class LogsCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "A name from the list, or a part of one that fits no other.")
  String name;

  @Option(
      names = {"-f", "--follow"},
      description = "Goes on until interrupted.")
  boolean follow;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var logs = new ClusterLogs(Checkout.find().state());
    if (name == null) {
      logs.names().forEach(System.out::println);
      return 0;
    }
    Path log = logs.find(name);
    if (follow) {
      return new ProcessBuilder("tail", "-n", "+1", "-F", log.toString())
          .inheritIO()
          .start()
          .waitFor();
    }
    PrintStream out = System.out;
    Files.copy(log, out);
    out.flush();
    return 0;
  }
}
