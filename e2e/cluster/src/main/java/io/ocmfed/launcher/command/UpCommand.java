package io.ocmfed.launcher.command;

import io.ocmfed.cluster.Progress;
import io.ocmfed.launcher.Checkout;
import io.ocmfed.launcher.Demo;
import picocli.CommandLine.Command;

@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Starts the cluster with the operator and two clouds; again does nothing.")
final class UpCommand implements Runnable {

  @Override
  public void run() {
    new Demo(Checkout.find(), Progress.onStandardError()).up();
  }
}
