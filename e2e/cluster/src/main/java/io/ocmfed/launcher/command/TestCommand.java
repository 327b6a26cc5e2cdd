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

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (repeat != null && repeat < 1) {
      throw new ParameterException(spec.commandLine(), "--repeat must be at least 1.");
    }
    Progress progress = Progress.onStandardError();
    var maven = new MavenBuild(Checkout.find());
    int code;
    if (repeat == null) {
      // The tests of two modules at once: most of them wait more than they compute.
      code = maven.onTerminal(List.of("-B", "-T", "2", "verify"));
    } else {
      code =
          maven.onTerminal(
              List.of(
                  "-B",
                  "-pl",
                  "e2e/journeys",
                  "-am",
                  "verify",
                  "-Dtest=io.ocmfed.journeys.**",
                  "-Dsurefire.failIfNoSpecifiedTests=false",
                  "-Docmfed.repeat=" + repeat,
                  // Many runs, where more time between the two organisations shows nothing new.
                  "-Docmfed.at-once=3",
                  "-Docmfed.gap=PT15S"));
    }
    progress.say(code == 0 ? "all tests passed" : "the tests failed");
    return code;
  }
}
