package io.ocmfed.journeys;

import io.ocmfed.launcher.DemoInstallation;
import java.util.List;

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

  /** Both organisations trust each other; nothing else is declared. */
  public Pair trusting() {
    List<String> declared = List.of("10-instance.yaml", "20-trust.yaml");
    a().applyGit(declared);
    b().applyGit(declared);
    a().awaitReady("ocminstance/cloud-a", "ocmtrust/cloud-b");
    b().awaitReady("ocminstance/cloud-b", "ocmtrust/cloud-a");
    return this;
  }

  @Override
  public void close() {
    world.installation().remove(clouds);
  }
}
