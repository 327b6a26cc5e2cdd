package io.ocmfed.runtime.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * OpenTelemetry as the standard environment variables say ({@code OTEL_EXPORTER_OTLP_ENDPOINT} and
 * the others of its specification). Without an endpoint its SDK is not even loaded.
 */
@Singleton
public final class Telemetry {

  private static final Logger LOG = Logger.getLogger(Telemetry.class);
  private static final String PREFIX = "otel.";
  private static final long LAST_WORDS_SECONDS = 3;

  private final Optional<OpenTelemetrySdk> sdk;

  /**
   * @throws io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException when a variable cannot be
   *     understood
   */
  @Inject
  public Telemetry(Config config) {
    this.sdk = endpoint(config).map(endpoint -> start(config, endpoint));
  }

  @Produces
  @Singleton
  Spans spans() {
    return new Spans(sdk.<OpenTelemetry>map(on -> on).orElseGet(OpenTelemetry::noop));
  }

  private static Optional<String> endpoint(Config config) {
    if (config.getOptionalValue("otel.sdk.disabled", Boolean.class).orElse(false)) {
      return Optional.empty();
    }
    return config
        .getOptionalValue("otel.exporter.otlp.endpoint", String.class)
        .or(() -> config.getOptionalValue("otel.exporter.otlp.traces.endpoint", String.class));
  }

  private static OpenTelemetrySdk start(Config config, String endpoint) {
    LOG.infof("event=tracing endpoint=%s", endpoint);
    return AutoConfiguredOpenTelemetrySdk.builder()
        .addPropertiesSupplier(() -> properties(config))
        .disableShutdownHook()
        .build()
        .getOpenTelemetrySdk();
  }

  /** Less than what the environment says; metrics are Prometheus's matter, logs the console's. */
  private static Map<String, String> properties(Config config) {
    Map<String, String> all = new HashMap<>();
    all.put("otel.service.name", "ocm-runtime");
    all.put("otel.exporter.otlp.protocol", "http/protobuf");
    all.put("otel.metrics.exporter", "none");
    all.put("otel.logs.exporter", "none");
    for (String name : config.getPropertyNames()) {
      if (name.startsWith(PREFIX)) {
        config.getOptionalValue(name, String.class).ifPresent(value -> all.put(name, value));
      }
    }
    return all;
  }

  @PreDestroy
  void close() {
    sdk.ifPresent(on -> on.shutdown().join(LAST_WORDS_SECONDS, TimeUnit.SECONDS));
  }
}
