package io.ocmfed.runtime.testing;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** TLS for looking only: whatever certificate is shown, under whatever name, is taken. */
public final class AnyCertificate {

  private AnyCertificate() {}

  /** A connection whose handshake is over; a peer that lets it wait for 5 s fails it. */
  public static SSLSocket connect(String host, int port) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
      SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(host, port);
      socket.setSoTimeout(5000);
      socket.startHandshake();
      return socket;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
