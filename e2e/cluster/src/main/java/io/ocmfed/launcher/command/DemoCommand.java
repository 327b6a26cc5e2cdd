package io.ocmfed.launcher.command;

import io.ocmfed.cluster.Progress;
import io.ocmfed.launcher.Checkout;
import io.ocmfed.launcher.Demo;
import picocli.CommandLine.Command;

@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Starts all, tells how two clouds federate while it happens, leaves it running.")
final class DemoCommand implements Runnable {

  @Override
  public void run() {
    Checkout checkout = Checkout.find();
    Progress progress = Progress.onStandardError();
    var demo = new Demo(checkout, progress);
    if (demo.told()) {
      progress.say("the story was told on this cluster; beginning anew");
      demo.down();
    }
    demo.up();
    demo.tell();
  }
}
