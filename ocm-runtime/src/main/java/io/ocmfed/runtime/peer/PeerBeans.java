package io.ocmfed.runtime.peer;

import io.micrometer.core.instrument.MeterRegistry;
import io.ocmfed.runtime.peer.signature.MessageSigner;
import io.ocmfed.runtime.peer.signature.ReplayGuard;
import io.ocmfed.runtime.peer.signature.SigningKeyFile;
import io.ocmfed.runtime.settings.MountedFile;
import io.ocmfed.runtime.settings.Settings;
import io.ocmfed.runtime.trace.Spans;
import io.ocmfed.runtime.web.RequestId;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Clock;

/**
 * Puts the package together for the application. The trust book is looked up when it is first
 * needed: without the ocm role there is no store behind it, and nobody needs it.
 */
@Singleton
final class PeerBeans {

  /** Signatures remembered against replays: ten minutes of 160 messages per second. */
  private static final int REPLAYS_REMEMBERED = 100_000;

  @Produces
  @Singleton
  SigningKeyFile signingKey(Settings settings, Clock clock) {
    return new SigningKeyFile(
        new MountedFile(settings.keysDir().resolve("signing.pem"), clock), settings.domain());
  }

  @Produces
  @Singleton
  PeerHttp http(Vertx vertx, Settings settings) {
    return new PeerHttp(
        vertx,
        InetAddress::getAllByName,
        new AddressGuard(settings.allowLoopbackPeers()),
        PeerHttp.Limits.DEFAULT);
  }

  @Produces
  @Singleton
  PeerHealthBook healths(Clock clock, Event<PeerHealthChanged> changes) {
    return new PeerHealthBook(clock, changes::fire);
  }

  @Produces
  @Singleton
  HttpPeerDirectory directory(
      Instance<TrustBook> trusts, PeerHttp http, PeerHealthBook healths, Clock clock) {
    return new HttpPeerDirectory(trusts.get(), http, healths, clock);
  }

  @Produces
  @Singleton
  SignatureVerifier verifier(Instance<TrustBook> trusts, HttpPeerDirectory directory, Clock clock) {
    return new PeerSignatureVerifier(
        trusts.get(), directory, new ReplayGuard(REPLAYS_REMEMBERED), clock);
  }

  @Produces
  @Singleton
  PeerCalls calls(
      Instance<TrustBook> trusts,
      HttpPeerDirectory directory,
      PeerHttp http,
      SigningKeyFile key,
      PeerHealthBook healths,
      MeterRegistry metrics,
      Clock clock,
      Spans spans) {
    return new SignedPeerCalls(
        trusts.get(),
        directory,
        http,
        new MessageSigner(key, clock, MessageSigner.randomNonces()),
        healths,
        metrics,
        clock,
        RequestId::current,
        spans);
  }
}
