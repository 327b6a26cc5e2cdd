package io.ocmfed.runtime.admin;

import io.ocmfed.runtime.settings.Role;
import java.util.Optional;

/**
 * A group of admin routes; every CDI bean of this type is plugged in at start. Authentication, size
 * limit, request id, virtual threads and error bodies are taken care of.
 */
public interface AdminRoutes {

  /** The role that serves them; empty when every role does. Elsewhere they answer 404. */
  Optional<Role> role();

  /** Called once at start. */
  void register(AdminRouter router);
}
