package io.ocmfed.runtime.peer;

import io.ocmfed.runtime.peer.signature.OcmSignature;
import io.ocmfed.runtime.peer.signature.ReplayGuard;
import io.ocmfed.runtime.peer.signature.SignatureRejected;
import io.ocmfed.runtime.peer.signature.VerificationKey;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import io.ocmfed.runtime.web.FailureException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/**
 * Checks signatures with the keys of trusted peers. What needs no key is checked first, so that a
 * stranger's message costs no call to anybody.
 */
final class PeerSignatureVerifier implements SignatureVerifier {

  private static final String CLIENT = "client";

  private final TrustBook trusts;
  private final PeerKeys keys;
  private final ReplayGuard replays;
  private final InstantSource clock;

  PeerSignatureVerifier(TrustBook trusts, PeerKeys keys, ReplayGuard replays, InstantSource clock) {
    this.trusts = trusts;
    this.keys = keys;
    this.replays = replays;
    this.clock = clock;
  }

  @Override
  public Sender verify(Message message) {
    Instant now = clock.instant();
    try {
      Optional<OcmSignature> signature = OcmSignature.read(message, now);
      return signature.isEmpty() ? new Sender.Unsigned() : verify(signature.get(), now);
    } catch (SignatureRejected rejected) {
      return new Sender.Rejected(invalid(rejected.getMessage()));
    } catch (FailureException failed) {
      return new Sender.Rejected(failed.failure());
    }
  }

  private Sender verify(OcmSignature signature, Instant now) throws SignatureRejected {
    String keyId = signature.keyId();
    String domain =
        domain(keyId)
            .orElseThrow(
                () ->
                    new SignatureRejected(
                        "The key id "
                            + keyId
                            + " names no domain; it must be <domain>#<name of the key>."));
    if (trusts.find(domain).isEmpty()) {
      return new Sender.Rejected(PeerFailures.untrusted(domain));
    }
    Optional<VerificationKey> key = keys.find(domain, keyId);
    if (key.isEmpty()) {
      throw new SignatureRejected(
          domain + " has no usable key " + keyId + " in its JWK set; publish it before using it.");
    }
    signature.check(key.get());
    if (!replays.first(signature, now)) {
      throw new SignatureRejected(
          "This signature has been received before; sign anew when sending again.");
    }
    keys.heardFrom(domain);
    keys.signedAt(domain, signature.created());
    return new Sender.Signed(domain, keyId);
  }

  /**
   * The domain that a key id names: {@code cloud.example.org#key}, or as Nextcloud writes it {@code
   * https://cloud.example.org/ocm#key}.
   */
  static Optional<String> domain(String keyId) {
    int hash = keyId.indexOf('#');
    if (hash <= 0 || hash == keyId.length() - 1) {
      return Optional.empty();
    }
    String domain = keyId.substring(0, hash).toLowerCase(Locale.ROOT);
    if (domain.startsWith("https://")) {
      domain = domain.substring("https://".length());
      int path = domain.indexOf('/');
      domain = path < 0 ? domain : domain.substring(0, path);
    }
    if (domain.endsWith(":443")) {
      domain = domain.substring(0, domain.length() - ":443".length());
    }
    return domain.matches("[a-z0-9.\\-\\[\\]:]+") ? Optional.of(domain) : Optional.empty();
  }

  private static Failure invalid(String sentence) {
    return Failure.of(Code.SIGNATURE_INVALID, CLIENT, sentence);
  }
}
