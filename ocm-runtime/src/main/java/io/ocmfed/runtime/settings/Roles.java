package io.ocmfed.runtime.settings;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The roles that this process plays. A face whose role is off answers 404. */
@Singleton
public final class Roles {

  private final Set<Role> on;

  @Inject
  public Roles(Settings settings) {
    this(settings.roles());
  }

  /**
   * @throws IllegalArgumentException when the set is empty
   */
  public Roles(Set<Role> on) {
    if (on.isEmpty()) {
      throw new IllegalArgumentException("OCMFED_ROLES names no role: gateway, ocm, graph");
    }
    this.on = EnumSet.copyOf(on);
  }

  /** Whether this process plays the role. */
  public boolean has(Role role) {
    return on.contains(role);
  }

  /** All roles played, in the order of the enum. */
  public Set<Role> all() {
    return EnumSet.copyOf(on);
  }

  /** For people: {@code gateway,ocm}. */
  @Override
  public String toString() {
    return on.stream().map(Role::word).collect(Collectors.joining(","));
  }
}
