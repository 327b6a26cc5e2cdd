package io.ocmfed.runtime.trace;

import io.ocmfed.runtime.ocm.OcmInstallation;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** An application that plays all roles, and the collector that it is told to send its spans to. */
public final class TracedInstallation implements QuarkusTestResourceLifecycleManager {

  private final OcmInstallation installation = new OcmInstallation();
  private Collector collector;

  @Override
  public Map<String, String> start() {
    collector = new Collector();
    Map<String, String> all = new HashMap<>(installation.start());
    all.put("otel.exporter.otlp.endpoint", collector.endpoint());
    all.put("otel.bsp.schedule.delay", "50");
    all.put("ocmfed.allow-loopback-peers", "true");
    all.put("quarkus.log.category.\"io.ocmfed.requests\".level", "DEBUG");
    return all;
  }

  @Override
  public void inject(Object test) {
    if (test instanceof SightTest traced) {
      traced.collector = collector;
    }
  }

  @Override
  public void stop() {
    if (collector != null) {
      collector.close();
    }
    installation.stop();
  }
}
