package io.ocmfed.runtime.ocm;

import io.ocmfed.runtime.gateway.GatewayClient;
import io.ocmfed.runtime.peer.PeerCalls;
import io.ocmfed.runtime.peer.PeerDirectory;
import io.ocmfed.runtime.peer.TrustBook;
import io.ocmfed.runtime.settings.MountedFile;
import io.ocmfed.runtime.settings.Role;
import io.ocmfed.runtime.settings.Roles;
import io.ocmfed.runtime.settings.Settings;
import io.ocmfed.runtime.share.SharedAccess;
import io.ocmfed.runtime.share.StoredSharedAccess;
import io.ocmfed.runtime.store.Ids;
import io.ocmfed.runtime.store.SecretBox;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.trust.StoredTrustBook;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Puts the role together for the application. */
@Singleton
final class OcmBeans {

  @Produces
  @Singleton
  StoreAccess storeAccess(Settings settings, Roles roles, Clock clock) {
    return roles.has(Role.OCM) ? StoreAccess.open(settings, clock) : StoreAccess.none();
  }

  @Produces
  @Singleton
  Edges edges() {
    return Edges.found();
  }

  @Produces
  @Singleton
  Store store(StoreAccess access, Edges edges) {
    return edges.store(access.store());
  }

  @Produces
  @Singleton
  SecretBox secretBox(Settings settings, Clock clock) {
    MountedFile current = new MountedFile(settings.keysDir().resolve("share.key"), clock);
    MountedFile previous = new MountedFile(settings.keysDir().resolve("previousShare.key"), clock);
    return new SecretBox(
        () -> {
          List<byte[]> keys =
              Stream.of(current, previous)
                  .map(MountedFile::text)
                  .flatMap(Optional::stream)
                  .map(Base64.getDecoder()::decode)
                  .toList();
          if (keys.isEmpty()) {
            throw new IllegalStateException("OCMFED_KEYS_DIR holds no share.key");
          }
          return keys;
        });
  }

  @Produces
  @Singleton
  TrustBook trusts(Store store) {
    return new StoredTrustBook(store);
  }

  @Produces
  @Singleton
  SharedAccess sharedAccess(Store store, SecretBox box, Clock clock) {
    return new StoredSharedAccess(store, box, clock);
  }

  @Produces
  @Singleton
  OcmRole role(
      Store store,
      GatewayClient gateway,
      PeerDirectory peers,
      PeerCalls calls,
      Edges edges,
      SecretBox box,
      Settings settings,
      Clock clock) {
    return OcmRole.in(
        new OcmRole.Around(
            store,
            gateway,
            peers,
            edges.calls(calls),
            box,
            settings.domain(),
            settings.publicBase(),
            Ids.random(),
            new SecureRandom(),
            clock));
  }
}
