package io.ocmfed.runtime.invite;

import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.DeclaredInvite;
import io.ocmfed.runtime.store.Party;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether a declaration of type Accept begins a new acceptance. A person's removal is not undone by
 * applying the same again (resources.md, "Coming back").
 */
final class ComingBack {

  private ComingBack() {}

  /**
   * @param before what is recorded under that name, also as a memory; empty when nothing is
   * @param last the acceptance that it made last
   * @param now what is declared
   */
  static boolean tries(
      Optional<DeclaredInvite> before, Optional<Acceptance> last, DeclaredInvite now) {
    if (before.isEmpty() || last.isEmpty()) {
      return true;
    }
    DeclaredInvite recorded = before.get();
    if (!recorded.tokenHash().equals(now.tokenHash())
        || !recorded.userId().equals(now.userId())
        || !recorded.domain().equals(now.domain())) {
      return true;
    }
    if (now.reacceptAt() != null && !Objects.equals(recorded.reacceptAt(), now.reacceptAt())) {
      return true;
    }
    if (!last.get().ended() || recorded.uid().equals(now.uid())) {
      return false;
    }
    return last.get().endedBy() == Party.LOCAL || last.get().establishedAt() == null;
  }
}
