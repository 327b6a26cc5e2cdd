package io.ocmfed.runtime.peer;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A CA of a test, and the server certificates that it signs. */
public final class TestCa {

  private final KeyPair keys;
  private final X500Name name;
  private final String pem;

  public TestCa(String name) throws Exception {
    this.keys = keyPair();
    this.name = new X500Name("CN=" + name);
    this.pem = pem("CERTIFICATE", certificate(this.name, keys, null, Duration.ofDays(1)));
  }

  /** The CA's own certificate. */
  public String pem() {
    return pem;
  }

  /** Key and certificate for a server of that name. */
  public PemKeyCertOptions server(String dnsName) throws Exception {
    return server(dnsName, Duration.ofDays(1));
  }

  /** As {@link #server(String)}; a negative life makes a certificate that has expired. */
  public PemKeyCertOptions server(String dnsName, Duration life) throws Exception {
    KeyPair server = keyPair();
    byte[] certificate = certificate(new X500Name("CN=" + dnsName), server, dnsName, life);
    return new PemKeyCertOptions()
        .setCertValue(Buffer.buffer(pem("CERTIFICATE", certificate)))
        .setKeyValue(Buffer.buffer(pem("PRIVATE KEY", server.getPrivate().getEncoded())));
  }

  private byte[] certificate(X500Name subject, KeyPair pair, String dnsName, Duration life)
      throws Exception {
    Instant end = Instant.now().plus(life);
    var builder =
        new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(64, new SecureRandom()),
            Date.from(end.minus(Duration.ofDays(2))),
            Date.from(end),
            subject,
            pair.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(dnsName == null));
    if (dnsName != null) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, dnsName)));
    }
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())))
        .getEncoded();
  }

  private static KeyPair keyPair() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private static String pem(String type, byte[] bytes) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(type, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes), type);
  }
}
