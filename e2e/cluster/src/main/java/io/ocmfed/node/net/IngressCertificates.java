package io.ocmfed.node.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/**
 * The ingress's certificates, chosen by the name that the client asks for. They change while the
 * server runs; a handshake takes what is there at the moment.
 */
final class IngressCertificates extends X509ExtendedKeyManager {

  private volatile Map<String, Entry> byHost = Map.of();
  private final Map<String, Entry> offered = new ConcurrentHashMap<>();

  /** A certificate chain with its key; the alias names exactly this pair. */
  record Entry(String alias, X509Certificate[] chain, PrivateKey key) {

    /**
     * From a TLS Secret's data.
     *
     * @throws GeneralSecurityException if they are not a certificate chain and a key in PEM
     */
    static Entry parse(byte[] certificate, byte[] key) throws GeneralSecurityException {
      var chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(certificate))
              .stream()
              .map(X509Certificate.class::cast)
              .toArray(X509Certificate[]::new);
      if (chain.length == 0) {
        throw new GeneralSecurityException("tls.crt holds no certificate");
      }
      String alias = chain[0].getSerialNumber().toString(36) + "-" + chain[0].hashCode();
      return new Entry(alias, chain, key(new String(key, StandardCharsets.US_ASCII)));
    }

    private static PrivateKey key(String pem) throws GeneralSecurityException {
      var converter = new JcaPEMKeyConverter();
      try (var parser = new PEMParser(new StringReader(pem))) {
        for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
          switch (object) {
            case PrivateKeyInfo info -> {
              return converter.getPrivateKey(info);
            }
            case PEMKeyPair pair -> {
              return converter.getPrivateKey(pair.getPrivateKeyInfo());
            }
            default -> {
              // EC PARAMETERS and the like stand before the key
            }
          }
        }
      } catch (IOException e) {
        throw new GeneralSecurityException("tls.key cannot be read", e);
      }
      throw new GeneralSecurityException("tls.key holds no private key");
    }
  }

  /** From now on these, by host in lower case. */
  void show(Map<String, Entry> entries) {
    entries.values().forEach(entry -> offered.put(entry.alias(), entry));
    byHost = Map.copyOf(entries);
    offered.values().removeIf(entry -> !entries.containsValue(entry));
  }

  @Override
  public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
    return engine.getHandshakeSession() instanceof ExtendedSSLSession session
        ? session.getRequestedServerNames().stream()
            .flatMap(name -> hostName(name).stream())
            .flatMap(host -> Optional.ofNullable(byHost.get(host)).stream())
            .filter(entry -> entry.key().getAlgorithm().equals(algorithm(keyType)))
            .map(Entry::alias)
            .findFirst()
            .orElse(null)
        : null;
  }

  private static Optional<String> hostName(SNIServerName name) {
    return name.getType() == StandardConstants.SNI_HOST_NAME
        ? Optional.of(new SNIHostName(name.getEncoded()).getAsciiName().toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  /** The key type of a handshake may say more than the key's algorithm does. */
  private static String algorithm(String keyType) {
    return keyType.startsWith("EC") ? "EC" : keyType.startsWith("RSA") ? "RSA" : keyType;
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    Entry entry = offered.get(alias);
    return entry == null ? null : entry.chain();
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    Entry entry = offered.get(alias);
    return entry == null ? null : entry.key();
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return null; // engines only
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    return offered.keySet().toArray(String[]::new);
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return new String[0];
  }

  @Override
  public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
    return null; // a server's
  }
}
