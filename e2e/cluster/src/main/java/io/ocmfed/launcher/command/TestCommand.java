package io.ocmfed.launcher.command;

import io.ocmfed.cluster.Progress;
import io.ocmfed.launcher.Checkout;
import io.ocmfed.launcher.MavenBuild;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description = "Runs all tests, or the journeys many times.")
final class TestCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description = "Only the journeys, N times on one cluster, each time in new namespaces.")
  Integer repeat;

  @Option(
      names = "--churn",
      description =
          "Only the journeys in which gateways, operators and the API server come and go; once, or"
              + " as often as --repeat says, all on one cluster.")
  boolean churn;

  @Option(
      names = "--thorough",
      description =
          "All tests, and those that can try more of the same try all: each failpoint, each"
              + " backup, more rounds of races.")
  boolean thorough;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (thorough && (repeat != null || churn)) {
      throw new ParameterException(
          spec.commandLine(), "--thorough is for all tests, without --repeat and --churn.");
    }
    if (repeat != null && repeat < 1) {
      throw new ParameterException(spec.commandLine(), "--repeat must be at least 1.");
    }
    Progress progress = Progress.onStandardError();
    var maven = new MavenBuild(Checkout.find());
    int code;
    if (repeat == null && !churn) {
      // The tests of two modules at once: most of them wait more than they compute.
      code = maven.onTerminal(List.of("-B", "-T", "2", "verify", "-Docmfed.thorough=" + thorough));
    } else {
      code =
          maven.onTerminal(
              List.of(
                  "-B",
                  "-pl",
                  "e2e/journeys",
                  "-am",
                  "verify",
                  churn ? "-Dtest=io.ocmfed.churn.**" : "-Dtest=io.ocmfed.journeys.**",
                  "-Dsurefire.failIfNoSpecifiedTests=false",
                  "-Docmfed.repeat=" + (repeat == null ? 1 : repeat),
                  // Many runs, where more time between the two organisations shows nothing new.
                  "-Docmfed.at-once=3",
                  "-Docmfed.gap=PT15S"));
    }
    progress.say(code == 0 ? "all tests passed" : "the tests failed");
    return code;
  }
}
