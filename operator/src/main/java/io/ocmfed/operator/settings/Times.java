package io.ocmfed.operator.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long the operator waits for what; the defaults are those of the contract. */
@ConfigMapping(prefix = "ocmfed.operator")
public interface Times {

  /** Limit of a TCP and TLS connect to a runtime pod. */
  @WithDefault("1s")
  Duration connectLimit();

  /** Limit of one whole call of the admin API. */
  @WithDefault("3s")
  Duration callLimit();

  /** How long a finalizer waits for the runtime to record a removal. */
  @WithDefault("60s")
  Duration cleanupLimit();

  /** Least time between two status writes of one object. */
  @WithDefault("1s")
  Duration statusSpacing();

  /** First wait before something that failed is tried again; doubles from there, with jitter. */
  @WithDefault("1s")
  Duration retryFirst();

  /** The longest wait before something that failed is tried again. */
  @WithDefault("5m")
  Duration retryMost();

  /** The longest wait before an endpoint table that was not acknowledged is sent again. */
  @WithDefault("5s")
  Duration pushRetryMost();

  /** How often a runtime is asked whether it still has the table that it acknowledged. */
  @WithDefault("60s")
  Duration driftPoll();

  /**
   * How long the gateway's addresses must have been the same before a workload is restarted because
   * of them; at most twelve times that is waited for.
   */
  @WithDefault("5s")
  Duration restartQuiet();

  /** How often everything declared in a runtime is compared with the objects. */
  @WithDefault("10m")
  Duration sweepInterval();

  /**
   * How often things without a watch (ConfigMaps with a CA, refused objects) are looked at again.
   */
  @WithDefault("5m")
  Duration slowPass();

  /**
   * A stream of events that is silent for longer is opened anew; the runtime says something every
   * 10 s.
   */
  @WithDefault("25s")
  Duration streamSilence();
}
