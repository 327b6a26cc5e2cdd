package io.ocmfed.launcher.command;

import io.ocmfed.cluster.Progress;
import io.ocmfed.launcher.Checkout;
import io.ocmfed.launcher.MavenBuild;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description =
        "Lives through random histories of two or three runtimes, their network and their crashes;"
            + " fails at the first after which both sides do not agree, and tells it.")
final class SimulateCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Option(
      names = "--histories",
      paramLabel = "N",
      description = "How many; 2000 when not given, or one with --seed alone.")
  Integer histories;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The first one's; alone, lives through that one and tells all that happens.")
  Long seed;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (histories != null && histories < 1) {
      throw new ParameterException(spec.commandLine(), "--histories must be at least 1.");
    }
    Progress progress = Progress.onStandardError();
    progress.say("building the runtime and its simulation");
    var arguments =
        new ArrayList<>(
            List.of(
                "-B",
                "-q",
                "-pl",
                "ocm-runtime",
                "-am",
                "test",
                "-Dspotless.check.skip",
                // Long enough for both compilers: twice as many histories a second.
                "-Dtest.jvm.args=-XX:+UseSerialGC",
                "-Dtest=io.ocmfed.runtime.simulation.SimulationTest",
                "-Dsurefire.failIfNoSpecifiedTests=false"));
    if (histories != null) {
      arguments.add("-Docmfed.histories=" + histories);
    }
    if (seed != null) {
      arguments.add("-Docmfed.seed=" + seed);
    }
    int code = new MavenBuild(Checkout.find()).onTerminal(arguments);
    progress.say(code == 0 ? "both sides agreed after every history" : "the simulation failed");
    return code;
  }
}
