package io.ocmfed.cluster;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A private certificate authority for one cluster or one demo, with an ECDSA P-256 key that lives
 * only in this process. What it issues is good for ten days: longer than any test or demo.
 */
public final class CertificateAuthority {

  /** Keys of the certificates issued. */
  public enum KeyType {
    /** ECDSA on P-256: quick to make. */
    EC,
    /** RSA with 2048 bits, for clients that read nothing else. */
    RSA
  }

  private static final Duration LIFETIME = Duration.ofDays(10);
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

  private final SecureRandom random = new SecureRandom();
  private final X500Name name;
  private final KeyPair keys;
  private final X509CertificateHolder certificate;

  /** Makes a new authority of the given common name. */
  public CertificateAuthority(String commonName) {
    this.name = name(commonName, List.of());
    this.keys = newKeys(KeyType.EC);
    this.certificate = selfSigned();
  }

  /** The authority's own certificate as PEM. */
  public String certificate() {
    return pem(certificate);
  }

  /**
   * Issues a certificate for both clients and servers.
   *
   * @param commonName the subject's common name; the user name where Kubernetes reads it
   * @param organizations the subject's organizations; the groups where Kubernetes reads it
   * @param hosts DNS names (also with a wildcard) and IP addresses that it serves; may be empty
   */
  public CertifiedKey issue(
      String commonName, List<String> organizations, List<String> hosts, KeyType keyType) {
    KeyPair subjectKeys = newKeys(keyType);
    var builder = builder(name(commonName, organizations), subjectKeys);
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(
          Extension.keyUsage,
          true,
          new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
      builder.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(
              new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
      if (!hosts.isEmpty()) {
        builder.addExtension(Extension.subjectAlternativeName, false, alternativeNames(hosts));
      }
    } catch (CertIOException e) {
      throw new UncheckedIOException(e);
    }
    return new CertifiedKey(pem(sign(builder)), pem(subjectKeys.getPrivate()));
  }

  private X509CertificateHolder selfSigned() {
    var builder = builder(name, keys);
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    } catch (CertIOException e) {
      throw new UncheckedIOException(e);
    }
    return sign(builder);
  }

  private X509v3CertificateBuilder builder(X500Name subject, KeyPair subjectKeys) {
    Instant now = Instant.now();
    var builder =
        new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(127, random).setBit(126),
            Date.from(now.minus(CLOCK_SKEW)),
            Date.from(now.plus(LIFETIME)),
            subject,
            subjectKeys.getPublic());
    try {
      var identifiers = new JcaX509ExtensionUtils();
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          identifiers.createSubjectKeyIdentifier(subjectKeys.getPublic()));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          identifiers.createAuthorityKeyIdentifier(keys.getPublic()));
      return builder;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (CertIOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private X509CertificateHolder sign(X509v3CertificateBuilder builder) {
    try {
      return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
    } catch (OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X500Name name(String commonName, List<String> organizations) {
    var builder = new X500NameBuilder(BCStyle.INSTANCE);
    organizations.forEach(organization -> builder.addRDN(BCStyle.O, organization));
    return builder.addRDN(BCStyle.CN, commonName).build();
  }

  private static GeneralNames alternativeNames(List<String> hosts) {
    var names = new ArrayList<GeneralName>();
    for (String host : hosts) {
      boolean address = host.matches("[0-9.]+") || host.contains(":");
      names.add(new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host));
    }
    return new GeneralNames(names.toArray(GeneralName[]::new));
  }

  static KeyPair newKeys(KeyType type) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(type.name());
      switch (type) {
        case EC -> generator.initialize(new ECGenParameterSpec("secp256r1"));
        case RSA -> generator.initialize(2048);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A private key as PKCS#8, a public key or a certificate, as PEM. */
  static String pem(Object thing) {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(
          thing instanceof PrivateKey key ? new JcaPKCS8Generator(key, null) : thing);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
