package io.ocmfed.runtime.ocm;

import io.ocmfed.runtime.store.postgres.TestPostgres;
import io.ocmfed.runtime.testing.Installation;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** What is around an application that plays all roles: mounts, keys, and a database. */
public final class OcmInstallation implements QuarkusTestResourceLifecycleManager {

  @Override
  public Map<String, String> start() {
    Installation installation = Installation.inTarget();
    installation.write("keys/share.key", Base64.getEncoder().encodeToString(new byte[32]));
    installation.write("keys/signing.pem", Installation.signingKey());
    Map<String, String> more = new HashMap<>();
    more.put("ocmfed.roles", "gateway,ocm,graph");
    more.put("ocmfed.keys-dir", installation.path("keys").toString());
    more.put("ocmfed.db-url", TestPostgres.newDatabase());
    for (String port : new String[] {"ocm", "gateway", "public", "management"}) {
      more.put("ocmfed." + port + "-port", String.valueOf(Installation.freePort("127.0.0.1")));
    }
    more.put("ocmfed.endpoint-wait", "PT3S");
    more.put("ocmfed.allow-loopback-peers", "true");
    return installation.properties(more);
  }

  @Override
  public void stop() {}
}
