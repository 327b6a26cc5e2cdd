package io.ocmfed.launcher;

import java.util.List;
import java.util.stream.Stream;

/**
 * An installation that is to be.
 *
 * @param name the release's name, and what people call it by
 * @param namespace where it goes; made when it is missing
 * @param domain its OCM provider, {@code host:port}; the host must end in {@code .localhost}
 * @param displayName shown to people
 * @param users who can log in there; each gets a folder with a few files
 * @param gateways how many gateways it begins with
 */
public record CloudPlan(
    String name,
    String namespace,
    String domain,
    String displayName,
    List<DemoUser> users,
    int gateways) {

  /** As many as the chart has by itself. */
  private static final int GATEWAYS = 2;

  /** The domain without its port. */
  String host() {
    int colon = domain.indexOf(':');
    return colon < 0 ? domain : domain.substring(0, colon);
  }

  /** Cloud A of the demo, where Alice lives. */
  public static CloudPlan cloudA(String namespace, String domain) {
    return new CloudPlan(
        "cloud-a",
        namespace,
        domain,
        "Cloud A",
        List.of(DemoUser.of("alice", "Alice Liddell")),
        GATEWAYS);
  }

  /** Cloud B of the demo, where Bob lives. */
  public static CloudPlan cloudB(String namespace, String domain) {
    return new CloudPlan(
        "cloud-b",
        namespace,
        domain,
        "Cloud B",
        List.of(DemoUser.of("bob", "Bob Builder")),
        GATEWAYS);
  }

  /** The same with one more user. */
  public CloudPlan with(DemoUser user) {
    return new CloudPlan(
        name,
        namespace,
        domain,
        displayName,
        Stream.concat(users.stream(), Stream.of(user)).toList(),
        gateways);
  }

  /** The same with that many gateways. */
  public CloudPlan withGateways(int count) {
    return new CloudPlan(name, namespace, domain, displayName, users, count);
  }
}
