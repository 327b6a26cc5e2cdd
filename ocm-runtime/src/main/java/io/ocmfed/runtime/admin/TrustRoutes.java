package io.ocmfed.runtime.admin;

import static io.ocmfed.runtime.admin.Desired.required;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.ocmfed.runtime.inbound.Domains;
import io.ocmfed.runtime.invite.FailureView;
import io.ocmfed.runtime.invite.InviteView;
import io.ocmfed.runtime.ocm.OcmRole;
import io.ocmfed.runtime.peer.PeerDirectory;
import io.ocmfed.runtime.peer.TrustBook.Traffic;
import io.ocmfed.runtime.settings.Settings;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.DiscoveryState;
import io.ocmfed.runtime.store.Event;
import io.ocmfed.runtime.store.EventKind;
import io.ocmfed.runtime.store.Outbox.Owed;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.store.TrustRecord;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** {@code /trusts}: who we federate with. */
@Singleton
final class TrustRoutes extends DesiredRoutes<TrustRecord> {

  private final Store store;
  private final OcmRole ocm;
  private final Settings settings;
  private final PeerDirectory peers;
  private final Clock clock;

  @Inject
  TrustRoutes(Store store, OcmRole ocm, Settings settings, PeerDirectory peers, Clock clock) {
    super("/trusts", "trust", store, clock);
    this.store = store;
    this.ocm = ocm;
    this.settings = settings;
    this.peers = peers;
    this.clock = clock;
  }

  @Override
  public void register(AdminRouter router) {
    super.register(router);
    router.on(HttpMethod.GET, "/peers/:domain", request -> AdminAnswer.ok(peer(request)));
  }

  /** What is declared. */
  record Body(
      String uid,
      long generation,
      String domain,
      String caCertificate,
      String signatures,
      String invites,
      String shares,
      Set<String> permissions,
      Long maxShareSeconds,
      String deletionPolicy) {}

  /** What is shown. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record View(
      String name,
      String uid,
      long generation,
      String domain,
      @JsonRawValue String peer,
      Discovery discovery,
      String reachable,
      String mutual,
      int connections,
      Debt outbox) {}

  /** What the last discovery came to. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Discovery(String state, FailureView failure, Instant at) {}

  /** What is owed to the peer. */
  record Debt(int depth, long oldestSeconds, boolean delayed) {}

  /** What is known of a peer. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record PeerView(
      String domain,
      @JsonRawValue String peer,
      Discovery discovery,
      String reachable,
      Instant lastContact,
      int failuresInARow,
      Double clockSkewSeconds,
      Debt outbox) {}

  @Override
  View put(AdminRequest request) {
    String name = request.path("name");
    Body body = request.body(Body.class);
    String domain = Domains.normal(required(body.domain(), "domain"));
    if (domain.equals(settings.domain())) {
      throw Failure.client(Code.INVALID_REQUEST, "A trust in our own domain makes no sense.")
          .toException();
    }
    Instant now = clock.instant();
    return store.inTransaction(
        tx -> {
          tx.lock("trust " + domain);
          TrustRecord wanted = record(name, domain, body, now);
          Optional<TrustRecord> known = tx.trusts().byName(name);
          known.ifPresent(old -> Desired.requireCurrent(old, wanted));
          tx.trusts()
              .byDomain(domain)
              .filter(other -> other.deletedAt() == null && !other.name().equals(name))
              .ifPresent(
                  other -> {
                    throw Failure.client(
                            Code.CONFLICT,
                            "The trust " + other.name() + " names " + domain + " already.")
                        .toException();
                  });
          if (known.filter(old -> sameDeclared(old, wanted)).isEmpty()) {
            known
                .filter(old -> !old.domain().equals(domain))
                .ifPresent(old -> tx.trusts().delete(name));
            tx.trusts().declare(wanted);
            tell(tx, wanted, "declared");
            // Whatever waited for this domain may go now.
            tx.outbox().closeCircuit(domain, now);
            tx.outbox().awaken(domain, null, now);
            tx.declarations().shares("", Integer.MAX_VALUE).stream()
                .filter(share -> share.domain().equals(domain))
                .forEach(
                    share -> {
                      tx.lockPair(domain, share.localUser());
                      ocm.declaredShares().settle(tx, share, false);
                    });
          }
          return view(tx, tx.trusts().byName(name).orElseThrow(), now);
        });
  }

  private static TrustRecord record(String name, String domain, Body body, Instant now) {
    Set<String> permissions =
        new TreeSet<>(body.permissions() == null ? Set.of("read") : body.permissions());
    return new TrustRecord(
        name,
        required(body.uid(), "uid"),
        body.generation(),
        domain,
        body.caCertificate() == null || body.caCertificate().isBlank()
            ? null
            : body.caCertificate(),
        !"Preferred".equalsIgnoreCase(body.signatures()),
        traffic(body.invites(), "invites"),
        traffic(body.shares(), "shares"),
        permissions,
        body.maxShareSeconds(),
        "Revoke".equalsIgnoreCase(body.deletionPolicy()),
        DiscoveryState.UNKNOWN,
        null,
        null,
        0,
        now,
        null,
        null,
        null,
        null);
  }

  private static Traffic traffic(String word, String field) {
    return word == null ? Traffic.BOTH : Desired.word(Traffic.class, word, field);
  }

  private static boolean sameDeclared(TrustRecord old, TrustRecord wanted) {
    return old.uid().equals(wanted.uid())
        && old.generation() == wanted.generation()
        && old.revokeOnDelete() == wanted.revokeOnDelete()
        && old.trust().equals(wanted.trust());
  }

  @Override
  Optional<TrustRecord> find(Tx tx, String name) {
    return tx.trusts().byName(name);
  }

  @Override
  List<TrustRecord> page(Tx tx, String after, int limit) {
    return tx.trusts().all().stream()
        .filter(trust -> trust.name().compareTo(after) > 0)
        .sorted(Comparator.comparing(TrustRecord::name))
        .limit(limit)
        .toList();
  }

  @Override
  void withdraw(Tx tx, TrustRecord trust) {
    if (trust.revokeOnDelete()) {
      for (Acceptance live : tx.acceptances().liveWith(trust.domain())) {
        ocm.part(tx, live, Cause.OPERATOR);
      }
      tx.trusts().retire(trust.name(), clock.instant());
    } else {
      tx.trusts().delete(trust.name());
    }
    tell(tx, trust, "deleted");
  }

  private PeerView peer(AdminRequest request) {
    Instant now = clock.instant();
    return store.inTransaction(
        tx -> {
          TrustRecord trust =
              tx.trusts()
                  .byDomain(Domains.normal(request.path("domain")))
                  .orElseThrow(() -> Desired.unknown("peer"));
          int failures = tx.outbox().failures(trust.domain());
          return new PeerView(
              trust.domain(),
              trust.peer(),
              discovery(trust),
              reachable(trust, failures),
              trust.lastContact(),
              failures,
              peers.clockSkew(trust.domain()).map(skew -> skew.toMillis() / 1000.0).orElse(null),
              debt(tx, trust.domain(), now));
        });
  }

  @Override
  View view(Tx tx, TrustRecord trust, Instant now) {
    return new View(
        trust.name(),
        trust.uid(),
        trust.generation(),
        trust.domain(),
        trust.peer(),
        discovery(trust),
        reachable(trust, tx.outbox().failures(trust.domain())),
        trust.mutual() == null ? "Unknown" : trust.mutual() ? "True" : "False",
        tx.acceptances().connections(trust.domain()),
        debt(tx, trust.domain(), now));
  }

  private static Discovery discovery(TrustRecord trust) {
    return new Discovery(
        InviteView.word(trust.discoveryState()),
        FailureView.of(trust.discoveryFailure()),
        trust.discoveryAt());
  }

  private static String reachable(TrustRecord trust, int failures) {
    if (failures > 0) {
      return "False";
    }
    return switch (trust.discoveryState()) {
      case UNKNOWN -> "Unknown";
      case OK -> "True";
      case FAILED -> "False";
    };
  }

  private static Debt debt(Tx tx, String domain, Instant now) {
    Optional<Owed> owed =
        tx.outbox().owed().stream().filter(one -> one.domain().equals(domain)).findFirst();
    long age = owed.map(one -> Math.max(0, one.age(now).toSeconds())).orElse(0L);
    return new Debt(owed.map(Owed::depth).orElse(0), age, tx.trusts().delay(domain).late());
  }

  private void tell(Tx tx, TrustRecord trust, String what) {
    tx.events()
        .append(
            new Event(
                0,
                clock.instant(),
                EventKind.TRUST,
                trust.name(),
                null,
                trust.domain(),
                what,
                Cause.OPERATOR));
  }
}
