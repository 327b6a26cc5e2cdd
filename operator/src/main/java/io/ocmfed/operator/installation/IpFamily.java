package io.ocmfed.operator.installation;

import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.List;

/** The two versions of IP; a Service says which it prefers by the order of its families. */
enum IpFamily {
  IPV4("IPv4"),
  IPV6("IPv6");

  private final String wireName;

  IpFamily(String wireName) {
    this.wireName = wireName;
  }

  String wireName() {
    return wireName;
  }

  boolean is(String address) {
    return address.contains(":") == (this == IPV6);
  }

  /** Both, those that the Service names first. */
  static List<IpFamily> preferred(Service service) {
    List<IpFamily> families = new ArrayList<>();
    List<String> named = service.getSpec().getIpFamilies();
    for (String name : named == null ? List.<String>of() : named) {
      for (IpFamily family : values()) {
        if (family.wireName.equals(name) && !families.contains(family)) {
          families.add(family);
        }
      }
    }
    for (IpFamily family : values()) {
      if (!families.contains(family)) {
        families.add(family);
      }
    }
    return families;
  }
}
