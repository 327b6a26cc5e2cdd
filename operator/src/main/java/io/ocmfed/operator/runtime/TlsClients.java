package io.ocmfed.operator.runtime;

import io.ocmfed.operator.settings.Times;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemTrustOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One HTTP client per CA, so that connections are kept and an installation's CA vouches for that
 * installation only. The least recently used of many is closed.
 */
@ApplicationScoped
public class TlsClients {

  private static final int MOST = 1000;

  private final Vertx vertx;
  private final Times times;
  private final Map<String, HttpClient> byCa = new LinkedHashMap<>(16, 0.75f, true);

  public TlsClients(Vertx vertx, Times times) {
    this.vertx = vertx;
    this.times = times;
  }

  /** The client that trusts exactly that CA. */
  synchronized HttpClient trusting(String caCertificate) {
    HttpClient known = byCa.get(caCertificate);
    if (known != null) {
      return known;
    }
    HttpClient created =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(true)
                .setVerifyHost(true)
                .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(caCertificate)))
                .setConnectTimeout((int) times.connectLimit().toMillis())
                .setSslHandshakeTimeout(times.connectLimit().toMillis())
                .setSslHandshakeTimeoutUnit(java.util.concurrent.TimeUnit.MILLISECONDS)
                .setKeepAliveTimeout(90)
                .setMaxPoolSize(64));
    byCa.put(caCertificate, created);
    if (byCa.size() > MOST) {
      var eldest = byCa.entrySet().iterator();
      HttpClient dropped = eldest.next().getValue();
      eldest.remove();
      dropped.close();
    }
    return created;
  }
}
