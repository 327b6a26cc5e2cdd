package io.ocmfed.runtime.rpc;

import io.grpc.util.CertificateUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/**
 * What a server shows, and its key.
 *
 * @param chain the server's own certificate first
 */
record ServingPair(X509Certificate[] chain, PrivateKey key) {

  private static final byte[] PROBE = {1, 2, 3};

  /**
   * Reads both from PEM.
   *
   * @throws GeneralSecurityException when they cannot be understood, or do not belong together: a
   *     change was seen half done
   */
  static ServingPair parse(byte[] certificates, byte[] key)
      throws IOException, GeneralSecurityException {
    X509Certificate[] chain = certificates(certificates);
    PrivateKey secret = CertificateUtils.getPrivateKey(new ByteArrayInputStream(key));
    if (!belong(chain[0], secret)) {
      throw new KeyException("the private key is not that of the certificate");
    }
    return new ServingPair(chain, secret);
  }

  /**
   * Reads certificates from PEM.
   *
   * @throws CertificateException when there is none
   */
  static X509Certificate[] certificates(byte[] pem) throws CertificateException {
    X509Certificate[] found = CertificateUtils.getX509Certificates(new ByteArrayInputStream(pem));
    if (found.length == 0) {
      throw new CertificateException("there is no certificate in it");
    }
    return found;
  }

  private static boolean belong(X509Certificate certificate, PrivateKey key)
      throws GeneralSecurityException {
    String algorithm = key.getAlgorithm();
    if (!algorithm.equals(certificate.getPublicKey().getAlgorithm())) {
      return false;
    }
    Signature signature =
        Signature.getInstance("SHA256with" + (algorithm.equals("EC") ? "ECDSA" : algorithm));
    signature.initSign(key);
    signature.update(PROBE);
    byte[] signed = signature.sign();
    signature.initVerify(certificate.getPublicKey());
    signature.update(PROBE);
    return signature.verify(signed);
  }
}
