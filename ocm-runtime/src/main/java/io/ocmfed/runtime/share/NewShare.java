package io.ocmfed.runtime.share;

import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.Ids;
import io.ocmfed.runtime.store.OutgoingShare;
import io.ocmfed.runtime.store.OutgoingState;
import io.ocmfed.runtime.store.SecretBox;
import io.ocmfed.runtime.store.Sha256;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;

/** Makes new shares: a new id and a new secret each time. */
final class NewShare {

  private final SecretBox box;
  private final Ids ids;
  private final Clock clock;

  NewShare(SecretBox box, Ids ids, Clock clock) {
    this.box = box;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * What is shared.
   *
   * @param path absolute within the owner's files
   */
  record Subject(String path, String name, boolean folder, long size, String ownerName) {}

  OutgoingShare under(
      Acceptance acceptance,
      Subject subject,
      Set<String> permissions,
      Instant expiresAt,
      String declared) {
    String secret = ids.newSecret();
    return new OutgoingShare(
        ids.newId(),
        acceptance.domain(),
        acceptance.localUser(),
        acceptance.remoteUser(),
        subject.ownerName(),
        subject.path(),
        subject.name(),
        subject.folder(),
        subject.size(),
        permissions,
        expiresAt,
        clock.instant(),
        OutgoingState.PENDING,
        null,
        acceptance.id(),
        Sha256.hex(secret),
        box.seal(secret),
        false,
        declared,
        null,
        null);
  }
}
