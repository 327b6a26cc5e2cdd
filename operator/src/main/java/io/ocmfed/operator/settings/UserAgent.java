package io.ocmfed.operator.settings;

import io.fabric8.kubernetes.client.Config;
import io.quarkus.kubernetes.client.KubernetesConfigCustomizer;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Says to the API server who calls, for its audit log. */
@Singleton
class UserAgent implements KubernetesConfigCustomizer {

  private final String version;

  UserAgent(@ConfigProperty(name = "quarkus.application.version") String version) {
    this.version = version;
  }

  @Override
  public void customize(Config config) {
    config.setUserAgent(Identity.FIELD_MANAGER + "/" + version);
  }
}
