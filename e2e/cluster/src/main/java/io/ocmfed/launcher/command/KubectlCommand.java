package io.ocmfed.launcher.command;

import io.ocmfed.cluster.KubernetesPrograms;
import io.ocmfed.launcher.Checkout;
import io.ocmfed.launcher.RunningCluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

@Command(
    name = "kubectl",
    description = "Runs kubectl against the cluster that is up; all arguments are kubectl's.")
final class KubectlCommand implements Callable<Integer> {

  @Unmatched List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    RunningCluster cluster = RunningCluster.of(Checkout.find());
    var command = new ArrayList<String>();
    command.add(KubernetesPrograms.kubectl());
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("KUBECONFIG", cluster.kubeconfig().toString());
    return builder.start().waitFor();
  }
}
