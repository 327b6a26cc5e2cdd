package io.ocmfed.launcher.command;

import io.ocmfed.cluster.ClusterException;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The launcher. Exit codes: 0 done, 1 it could not be done, 2 wrong usage, 130 interrupted. */
@Command(
    name = "ocmfed",
    mixinStandardHelpOptions = true,
    version = "ocmfed 0.1.0",
    description =
        "Open Cloud Mesh federation on Kubernetes: the demo, its cluster, tests, simulation and"
            + " benches.",
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      DownCommand.class,
      UrlsCommand.class,
      KubectlCommand.class,
      LogsCommand.class,
      TestCommand.class,
      SimulateCommand.class,
      BenchCommand.class
    })
public final class Ocmfed {

  /** Keeps the level: java.util.logging forgets loggers that nobody holds. */
  private static final Logger ROOT = Logger.getLogger("");

  public static void main(String[] arguments) {
    ROOT.setLevel(Level.SEVERE);
    System.exit(commandLine().execute(arguments));
  }

  /** The command line with its way to report errors: one sentence, without a stack trace. */
  static CommandLine commandLine() {
    return new CommandLine(new Ocmfed())
        .setExecutionExceptionHandler(
            (exception, commandLine, _) -> {
              commandLine.getErr().println("ocmfed: " + sentence(exception));
              if (System.getenv("OCMFED_DEBUG") != null) {
                exception.printStackTrace(commandLine.getErr());
              }
              return CommandLine.ExitCode.SOFTWARE;
            });
  }

  private static String sentence(Exception exception) {
    return exception instanceof ClusterException
        ? exception.getMessage()
        : exception + " (OCMFED_DEBUG=1 shows where)";
  }
}
