package io.ocmfed.journeys;

import io.ocmfed.launcher.DemoInstallation;

/** Two clouds of one journey; removed at its end. */
public record Pair(World world, DemoInstallation.Pair clouds) implements AutoCloseable {

  public Side a() {
    return new Side(world, clouds.cloudA(), clouds.gitA());
  }

  public Side b() {
    return new Side(world, clouds.cloudB(), clouds.gitB());
  }

  /** Applies the folders of both organisations and waits until the share has arrived. */
  public Pair federated() {
    a().applyGit();
    b().applyGit();
    b().awaitReady("ocminstance/cloud-b", "ocmtrust/cloud-a", "ocminvite/alice-to-bob");
    a().awaitReady(
            "ocminstance/cloud-a", "ocmtrust/cloud-b", "ocminvite/alice-to-bob", "ocmshare/report");
    return this;
  }

  @Override
  public void close() {
    world.installation().remove(clouds);
  }
}
