package io.ocmfed.runtime.store;

import java.util.List;
import java.util.Optional;

/** Invitations by our users. */
public interface Invitations {

  Optional<Invitation> find(String tokenHash);

  /** As find, and holds it until the end of the transaction. */
  Optional<Invitation> hold(String tokenHash);

  void save(Invitation invitation);

  /** Those of a declaration that are not withdrawn. */
  List<Invitation> declaredBy(String name);
}
