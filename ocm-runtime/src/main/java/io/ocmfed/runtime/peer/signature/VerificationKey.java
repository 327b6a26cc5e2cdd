package io.ocmfed.runtime.peer.signature;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;

/**
 * A public key of a peer.
 *
 * @param id its {@code kid}, which a signature names as {@code keyid}
 */
public record VerificationKey(String id, SignatureAlgorithm algorithm, PublicKey key) {

  /** What stands before the 32 bytes of the point in the X.509 form (RFC 8410, section 4). */
  private static final byte[] ED25519_PREFIX = {
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00
  };

  /**
   * The key of a JWK; empty when it has no {@code kid}, is private or symmetric, or its kind or
   * {@code alg} is none of ours. A missing {@code alg} is taken from the kind of key.
   */
  public static Optional<VerificationKey> of(JWK jwk) {
    if (jwk.getKeyID() == null || jwk.isPrivate()) {
      return Optional.empty();
    }
    Optional<SignatureAlgorithm> byKind = algorithmOf(jwk);
    Optional<SignatureAlgorithm> named =
        jwk.getAlgorithm() == null
            ? byKind
            : SignatureAlgorithm.ofJwk(jwk.getAlgorithm().getName());
    if (byKind.isEmpty() || !byKind.equals(named)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new VerificationKey(jwk.getKeyID(), byKind.get(), publicKey(jwk)));
    } catch (GeneralSecurityException | JOSEException notAKey) {
      return Optional.empty();
    }
  }

  private static Optional<SignatureAlgorithm> algorithmOf(JWK jwk) {
    return switch (jwk) {
      case OctetKeyPair okp when Curve.Ed25519.equals(okp.getCurve()) ->
          Optional.of(SignatureAlgorithm.ED25519);
      case ECKey ec when Curve.P_256.equals(ec.getCurve()) ->
          Optional.of(SignatureAlgorithm.ECDSA_P256);
      default -> Optional.empty();
    };
  }

  private static PublicKey publicKey(JWK jwk) throws GeneralSecurityException, JOSEException {
    return switch (jwk) {
      case OctetKeyPair okp -> ed25519(okp.getX().decode());
      case ECKey ec -> ec.toECPublicKey();
      default -> throw new IllegalArgumentException("not a key of ours");
    };
  }

  /** The key for the 32 bytes of an Ed25519 public key. Nimbus would need Tink for this. */
  static PublicKey ed25519(byte[] point) throws GeneralSecurityException {
    if (point.length != 32) {
      throw new GeneralSecurityException("an Ed25519 public key has 32 bytes");
    }
    byte[] encoded = new byte[ED25519_PREFIX.length + point.length];
    System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
    System.arraycopy(point, 0, encoded, ED25519_PREFIX.length, point.length);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }
}
