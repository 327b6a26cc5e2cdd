package io.ocmfed.runtime.peer;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** One HTTP client per peer and CA, kept while both stay the same. */
final class PeerClients {

  private static final int CONNECTIONS_PER_ADDRESS = 32;
  private static final int KEEP_ALIVE_SECONDS = 20;

  /** What was begun with the client of another CA may finish. */
  private static final long CLOSE_AFTER_MILLIS = TimeUnit.MINUTES.toMillis(1);

  private final Vertx vertx;
  private final PeerHttp.Limits limits;
  private final Map<String, Cached> clients = new ConcurrentHashMap<>();

  PeerClients(Vertx vertx, PeerHttp.Limits limits) {
    this.vertx = vertx;
    this.limits = limits;
  }

  /**
   * @throws IllegalArgumentException when the trust's CA certificate is not PEM
   */
  HttpClient of(TrustBook.Trust trust) {
    return clients
        .compute(
            trust.domain(),
            (domain, old) -> {
              if (old != null && Objects.equals(old.caPem(), trust.caCertificate())) {
                return old;
              }
              Cached fresh = new Cached(trust.caCertificate(), open(trust.caCertificate()));
              if (old != null) {
                closeLater(old);
              }
              return fresh;
            })
        .client();
  }

  void forget(String domain) {
    Cached old = clients.remove(domain);
    if (old != null) {
      closeLater(old);
    }
  }

  private HttpClient open(String caPem) {
    HttpClientOptions options = new HttpClientOptions();
    options.setSsl(true);
    options.setTrustOptions(PeerTrustStore.of(caPem));
    options.setVerifyHost(true);
    options.setConnectTimeout(Math.toIntExact(limits.connect().toMillis()));
    options.setSslHandshakeTimeout(limits.connect().toMillis());
    options.setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    options.setMaxPoolSize(CONNECTIONS_PER_ADDRESS);
    options.setKeepAliveTimeout(KEEP_ALIVE_SECONDS);
    options.setDecompressionSupported(false);
    return vertx.createHttpClient(options);
  }

  private void closeLater(Cached old) {
    vertx.setTimer(CLOSE_AFTER_MILLIS, timer -> old.client().close());
  }

  private record Cached(String caPem, HttpClient client) {}
}
