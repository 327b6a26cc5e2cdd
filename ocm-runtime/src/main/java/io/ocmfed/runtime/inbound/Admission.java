package io.ocmfed.runtime.inbound;

import io.ocmfed.runtime.peer.PeerDirectory;
import io.ocmfed.runtime.peer.Sender;
import io.ocmfed.runtime.peer.TrustBook;
import io.ocmfed.runtime.peer.TrustBook.Trust;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import io.ocmfed.runtime.web.FailureException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Who may send us what: default deny, and signatures wherever they can be had. */
public final class Admission {

  private final TrustBook trusts;
  private final PeerDirectory peers;

  public Admission(TrustBook trusts, PeerDirectory peers) {
    this.trusts = trusts;
    this.peers = peers;
  }

  /**
   * A sender who is let in.
   *
   * @param domain as its trust names it
   * @param signed whether its signature proved it
   */
  public record Admitted(String domain, boolean signed, Trust trust) {}

  /**
   * Lets a sender in that claims to be of a domain.
   *
   * @throws FailureException SIGNATURE_INVALID, PEER_UNTRUSTED, or why the peer could not be asked
   */
  public Admitted admit(Sender sender, String claimed) {
    String domain = Domains.normal(claimed);
    Optional<Trust> trust = find(sender, domain);
    return decide(
        sender, domain, trust, () -> trust.isPresent() && signs(trust.orElseThrow().domain()));
  }

  /** A signed message that claims no domain is from its signer; an unsigned one is from nobody. */
  public Optional<Admitted> admit(Sender sender) {
    return switch (sender) {
      case Sender.Signed signed -> Optional.of(admit(sender, signed.domain()));
      case Sender.Rejected rejected -> throw rejected.failure().toException();
      case Sender.Unsigned none -> Optional.empty();
    };
  }

  /**
   * The decision alone.
   *
   * @param peerSigns whether the peer announces that it signs; asked only where it matters
   */
  static Admitted decide(
      Sender sender, String claimed, Optional<Trust> trust, BooleanSupplier peerSigns) {
    switch (sender) {
      case Sender.Rejected rejected -> throw rejected.failure().toException();
      case Sender.Signed signed when !same(signed.domain(), claimed) ->
          throw Failure.client(
                  Code.PEER_UNTRUSTED,
                  "The message is signed by " + signed.domain() + ", but speaks for " + claimed)
              .toException();
      default -> {}
    }
    Trust found =
        trust.orElseThrow(
            () ->
                Failure.client(
                        Code.PEER_UNTRUSTED, "This server does not federate with " + claimed + ".")
                    .toException());
    boolean signed = sender instanceof Sender.Signed;
    if (!signed && (found.signaturesRequired() || peerSigns.getAsBoolean())) {
      throw Failure.client(
              Code.SIGNATURE_INVALID,
              "Messages of " + found.domain() + " must be signed (RFC 9421, tag ocm).")
          .toException();
    }
    return new Admitted(found.domain(), signed, found);
  }

  /** Nextcloud leaves its port out: a host alone stands for the only peer on it. */
  private static boolean same(String signer, String claimed) {
    return signer.equals(claimed) || Domains.host(signer).equals(claimed);
  }

  private Optional<Trust> find(Sender sender, String domain) {
    if (sender instanceof Sender.Signed signed && same(signed.domain(), domain)) {
      return trusts.find(signed.domain());
    }
    Optional<Trust> exact = trusts.find(domain);
    if (exact.isPresent()) {
      return exact;
    }
    var onHost =
        trusts.all().stream().filter(one -> Domains.host(one.domain()).equals(domain)).toList();
    return onHost.size() == 1 ? Optional.of(onHost.getFirst()) : Optional.empty();
  }

  private boolean signs(String domain) {
    return peers.health(domain).peer().orElseGet(() -> peers.discover(domain)).signs();
  }
}
