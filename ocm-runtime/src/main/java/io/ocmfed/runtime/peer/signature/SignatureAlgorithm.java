package io.ocmfed.runtime.peer.signature;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The algorithms of RFC 9421 (section 3.3) that are taken. Symmetric ones never are. */
public enum SignatureAlgorithm {
  ED25519("ed25519", Set.of("EdDSA", "Ed25519"), "Ed25519"),
  ECDSA_P256("ecdsa-p256-sha256", Set.of("ES256"), "SHA256withECDSAinP1363Format");

  private final String wire;
  private final Set<String> jwkNames;
  private final String jdk;

  SignatureAlgorithm(String wire, Set<String> jwkNames, String jdk) {
    this.wire = wire;
    this.jwkNames = jwkNames;
    this.jdk = jdk;
  }

  /** The name in the signature parameter {@code alg}. */
  public String wire() {
    return wire;
  }

  /** The algorithm for the {@code alg} of a JWK; empty when it is none of ours. */
  public static Optional<SignatureAlgorithm> ofJwk(String alg) {
    return Arrays.stream(values()).filter(each -> each.jwkNames.contains(alg)).findFirst();
  }

  /** Whether the signature over the data is by the key. */
  boolean verify(PublicKey key, byte[] data, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance(jdk);
      verifier.initVerify(key);
      verifier.update(data);
      return verifier.verify(signature);
    } catch (GeneralSecurityException malformedSignature) {
      return false;
    }
  }
}
