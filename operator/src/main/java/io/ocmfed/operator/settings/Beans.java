package io.ocmfed.operator.settings;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What is injected everywhere: the clock, and who we are. */
@ApplicationScoped
class Beans {

  @Produces
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  Identity identity(
      @ConfigProperty(name = "ocmfed.pod.name") Optional<String> podName,
      @ConfigProperty(name = "ocmfed.pod.namespace") Optional<String> namespace,
      @ConfigProperty(name = "ocmfed.watch.namespaces") Optional<String> watched) {
    return new Identity(
        podName.orElseGet(() -> "ocmfed-operator-" + UUID.randomUUID()),
        namespace.orElse("default"),
        Identity.namespaces(watched));
  }
}
