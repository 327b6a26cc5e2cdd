package io.ocmfed.journeys;

/** Two clouds of one journey; removed at its end. */
record Pair(World world, Side a, Side b) implements AutoCloseable {

  /** Applies the folders of both organisations and waits until the share has arrived. */
  Pair federated() {
    a.applyExamples("cloud-a", this);
    b.applyExamples("cloud-b", this);
    b.awaitReady("ocminstance/cloud-b", "ocmtrust/cloud-a", "ocminvite/alice-to-bob");
    a.awaitReady(
        "ocminstance/cloud-a", "ocmtrust/cloud-b", "ocminvite/alice-to-bob", "ocmshare/report");
    return this;
  }

  @Override
  public void close() {
    a.remove();
    b.remove();
  }
}
