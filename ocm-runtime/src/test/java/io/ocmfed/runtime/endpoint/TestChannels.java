package io.ocmfed.runtime.endpoint;

import io.ocmfed.runtime.rpc.InternalTls;
import io.ocmfed.runtime.rpc.InternalToken;
import io.ocmfed.runtime.settings.Settings;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Channels that find in DNS what a test says; the machine's own resolver answers as it likes. */
public final class TestChannels {

  private TestChannels() {}

  /**
   * @param names what every name stands for at the moment; empty when there is no such name
   */
  public static ServiceChannels channels(
      Settings settings,
      AppliedEndpoints applied,
      InternalTls tls,
      InternalToken token,
      Supplier<List<Endpoint>> names) {
    return new ServiceChannels(
        settings,
        applied,
        tls,
        token,
        Clock.systemUTC(),
        (name, port) ->
            () -> {
              List<Endpoint> found = names.get();
              if (found.isEmpty()) {
                throw new UnknownHostException(name);
              }
              return found;
            });
  }

  /** Since when no address of the service has been ready; empty while one is. */
  public static Optional<Instant> unusableSince(ServiceChannel channel) {
    return channel.view().unusableSince();
  }
}
