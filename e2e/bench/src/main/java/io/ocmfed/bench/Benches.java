package io.ocmfed.bench;

import io.ocmfed.cluster.Progress;
import io.ocmfed.launcher.Checkout;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs benches in a JVM of their own; {@code ./ocmfed bench} builds what they need before. */
@Command(
    name = "ocmfed bench",
    mixinStandardHelpOptions = true,
    description = "Measures; prints tables and writes target/bench/*.json.")
public final class Benches implements Callable<Integer> {

  private static final int REHEARSALS = 6;

  /** Keeps the level: java.util.logging forgets loggers that nobody holds. */
  private static final Logger ROOT = Logger.getLogger("");

  static final List<Bench> ALL = List.of(new Propagation(), new Storm(), new Outage(), new Gc());

  @Spec CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      description = "propagation, storm, outage, gc; all of them when none is named.")
  List<String> names = List.of();

  @Option(
      names = "--samples",
      defaultValue = "1000",
      description = "Changes for each size of propagation (default: ${DEFAULT-VALUE}).")
  int samples;

  @Option(
      names = "--runtimes",
      defaultValue = "100",
      description = "Runtimes of the larger propagation (default: ${DEFAULT-VALUE}).")
  int runtimes;

  @Option(
      names = "--instances",
      defaultValue = "200",
      description = "Instances of the storm (default: ${DEFAULT-VALUE}).")
  int instances;

  @Option(
      names = "--quiet",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "Reading before and after each outage (default: ${DEFAULT-VALUE}).")
  int quiet;

  @Option(
      names = "--shares",
      defaultValue = "1000",
      description = "Shares under the connection of gc (default: ${DEFAULT-VALUE}).")
  int shares;

  @Option(names = "--record", description = "The operator writes target/bench/<name>.jfr.")
  boolean record;

  public static void main(String[] arguments) {
    ROOT.setLevel(Level.SEVERE);
    System.exit(
        new CommandLine(new Benches())
            .setExecutionExceptionHandler((problem, line, _) -> report(problem, line))
            .execute(arguments));
  }

  private static int report(Exception problem, CommandLine line) {
    line.getErr().println("ocmfed bench: " + problem + " (OCMFED_DEBUG=1 shows where)");
    if (System.getenv("OCMFED_DEBUG") != null) {
      problem.printStackTrace(line.getErr());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  @Override
  public Integer call() throws Exception {
    Checkout checkout = Checkout.find();
    Path output = checkout.root().resolve("target/bench");
    var settings =
        new BenchSettings(samples, runtimes, instances, REHEARSALS, quiet, shares, record, output);
    var report = new Report(output, System.out);
    for (Bench bench : chosen()) {
      report.show(bench.run(checkout, settings, Progress.onStandardError()));
    }
    return CommandLine.ExitCode.OK;
  }

  private List<Bench> chosen() {
    for (String name : names) {
      if (ALL.stream().noneMatch(bench -> bench.name().equals(name))) {
        throw new ParameterException(spec.commandLine(), "There is no bench " + name + ".");
      }
    }
    return ALL.stream().filter(b -> names.isEmpty() || names.contains(b.name())).toList();
  }
}
