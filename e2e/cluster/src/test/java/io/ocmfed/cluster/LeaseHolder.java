package io.ocmfed.cluster;

import java.io.IOException;
import java.nio.file.Path;

/** A process that takes a lease, says which, and holds it until its input ends. */
final class LeaseHolder {

  private LeaseHolder() {}

  public static void main(String[] arguments) throws IOException {
    try (var lease = LoopbackLease.take(Path.of(arguments[0]))) {
      System.out.println(lease.range().cidr());
      System.in.transferTo(System.out);
    }
  }
}
