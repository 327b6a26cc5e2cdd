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
    return clients.compute(
            trust.domain(),
            (domain, old) -> {
              if (old != null && Objects.equals(old.caPem, trust.caCertificate())) {
                return old;
              }
              Cached fresh = new Cached(trust.caCertificate());
              if (old != null) {
                retire(old);
              }
              return fresh;
            })
        .client;
  }

  void forget(String domain) {
    Cached old = clients.remove(domain);
    if (old != null) {
      retire(old);
    }
  }

  private HttpClientOptions options(String caPem) {
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
    return options;
  }

  /** Whoever has been given the client has a connection within the limit of a call, or never. */
  private void retire(Cached old) {
    vertx.setTimer(limits.total().toMillis(), timer -> old.retire());
  }

  /**
   * A client and the connections that it has. Nobody begins anything with one that is retired, so
   * its connections close when they are idle, and it closes after the last: a download that was
   * under way comes to its end, however long it takes.
   */
  private final class Cached {
    private final String caPem;
    private final HttpClient client;

    // Guarded by this.
    private int connections;
    private boolean retired;

    Cached(String caPem) {
      this.caPem = caPem;
      this.client =
          vertx
              .httpClientBuilder()
              .with(options(caPem))
              .withConnectHandler(
                  connection -> {
                    count(1);
                    connection.closeHandler(closed -> count(-1));
                  })
              .build();
    }

    private synchronized void count(int more) {
      connections += more;
      closeWhenUnused();
    }

    synchronized void retire() {
      retired = true;
      closeWhenUnused();
    }

    private void closeWhenUnused() {
      if (retired && connections == 0) {
        client.close();
      }
    }
  }
}
