package io.ocmfed.launcher.command;

import io.ocmfed.cluster.Progress;
import io.ocmfed.launcher.Checkout;
import io.ocmfed.launcher.Demo;
import picocli.CommandLine.Command;

@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = "Ends everything that up or demo started, also after a crash. Keeps no state.")
final class DownCommand implements Runnable {

  @Override
  public void run() {
    Progress progress = Progress.onStandardError();
    boolean ended = new Demo(Checkout.find(), progress).down();
    progress.say(ended ? "all ended" : "nothing was up");
  }
}
