package io.ocmfed.runtime.graph;

import io.ocmfed.runtime.rpc.InternalServer;
import io.ocmfed.runtime.rpc.InternalService;
import io.ocmfed.runtime.rpc.InternalTls;
import io.ocmfed.runtime.rpc.InternalToken;
import io.ocmfed.runtime.settings.Role;
import io.ocmfed.runtime.settings.Settings;
import io.ocmfed.runtime.testing.Installation;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The world around the application under test: its mounts, and an ocm process at 127.0.0.2. The
 * application itself plays gateway and graph.
 */
public final class InstallationResource implements QuarkusTestResourceLifecycleManager {

  private InternalServer ocm;
  private InternalTls tls;

  @Override
  public Map<String, String> start() {
    Installation installation = Installation.inTarget();
    int ocmPort = Installation.freePort("127.0.0.2");
    Map<String, String> more = new HashMap<>();
    more.put("ocmfed.roles", "gateway,graph");
    more.put("ocmfed.ocm-port", String.valueOf(ocmPort));
    more.put("ocmfed.gateway-port", String.valueOf(Installation.freePort("127.0.0.1")));
    more.put("ocmfed.public-port", String.valueOf(Installation.freePort("127.0.0.1")));
    more.put("ocmfed.management-port", String.valueOf(Installation.freePort("127.0.0.1")));
    more.put("ocmfed.endpoint-wait", "PT3S");
    startOcm(installation, ocmPort);
    return installation.properties(more);
  }

  private void startOcm(Installation installation, int port) {
    Settings settings =
        installation.settings(
            Map.of("ocmfed.host", "127.0.0.2", "ocmfed.ocm-port", String.valueOf(port)));
    tls = new InternalTls(settings);
    InternalService service =
        new InternalService() {
          @Override
          public Role role() {
            return Role.OCM;
          }

          @Override
          public io.grpc.BindableService service() {
            OcmInMemory inMemory = new OcmInMemory();
            return () -> io.ocmfed.runtime.share.v1.OcmGrpc.bindService(inMemory);
          }
        };
    ocm =
        InternalServer.start(
            settings,
            Role.OCM,
            List.of(service),
            tls.forServer(),
            new InternalToken(settings, Clock.systemUTC()));
  }

  @Override
  public void stop() {
    if (ocm != null) {
      ocm.close();
    }
  }
}
