package io.ocmfed.runtime.peer.signature;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * Our Ed25519 key. Its id is {@code <domain>#<thumbprint>} (RFC 7638), so it follows from the key
 * and need not be configured, and a new key has a new id.
 */
public final class SigningKey {

  private final PrivateKey key;
  private final OctetKeyPair jwk;

  private SigningKey(PrivateKey key, OctetKeyPair jwk) {
    this.key = key;
    this.jwk = jwk;
  }

  /**
   * Reads a PKCS#8 PEM file.
   *
   * @throws IllegalArgumentException when it is not one with an Ed25519 key; says what is expected
   */
  public static SigningKey parse(String pem, String domain) {
    String body = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
    try {
      PrivateKey key =
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
      OctetKeyPair bare =
          new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(publicPoint(key))).build();
      OctetKeyPair jwk =
          new OctetKeyPair.Builder(bare)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(Algorithm.parse("EdDSA"))
              .keyID(domain + "#" + bare.computeThumbprint())
              .build();
      return new SigningKey(key, jwk);
    } catch (GeneralSecurityException | IllegalArgumentException | JOSEException notAKey) {
      // The cause is left out: messages of parsers may quote what they could not parse.
      throw new IllegalArgumentException(
          "signing.pem is not an Ed25519 private key in PKCS#8 PEM; make one with"
              + " 'openssl genpkey -algorithm ed25519'");
    }
  }

  /** {@code <domain>#<thumbprint>}. */
  public String id() {
    return jwk.getKeyID();
  }

  /** The public half, for our JWK set. */
  public OctetKeyPair jwk() {
    return jwk;
  }

  byte[] sign(byte[] data) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(key);
      signer.update(data);
      return signer.sign();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * The 32 bytes of the public key. The JDK derives them only when it makes a key, so it is handed
   * the seed as its randomness; the signature at the end proves that this did what it should.
   */
  private static byte[] publicPoint(PrivateKey key) throws GeneralSecurityException {
    byte[] seed =
        ((EdECPrivateKey) key)
            .getBytes()
            .orElseThrow(() -> new GeneralSecurityException("the key has no bytes"));
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
    generator.initialize(NamedParameterSpec.ED25519, new SeedOnly(seed));
    byte[] encoded = generator.generateKeyPair().getPublic().getEncoded();
    byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(key);
    signer.update(point);
    if (!SignatureAlgorithm.ED25519.verify(VerificationKey.ed25519(point), point, signer.sign())) {
      throw new GeneralSecurityException("the public key could not be derived");
    }
    return point;
  }

  private static final class SeedOnly extends SecureRandom {
    private final transient byte[] seed;

    SeedOnly(byte[] seed) {
      this.seed = seed;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }
}
