package io.ocmfed.operator.status;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import io.ocmfed.crds.OcmStatus;
import io.ocmfed.operator.settings.Times;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Writes a status by server-side apply with our field manager, only when it differs from what is
 * there, and not more than once in {@link Times#statusSpacing()} for one object.
 */
@ApplicationScoped
public class StatusWriter {

  private final Times times;
  private final Map<String, Written> lastByUid = new ConcurrentHashMap<>();

  public StatusWriter(Times times) {
    this.times = times;
  }

  /**
   * @param asked what was sent
   * @param stored what the API server made of it: an older CRD drops fields that it does not know,
   *     and asking for them again and again would not bring them
   */
  private record Written(OcmStatus asked, OcmStatus stored, long atNanos) {}

  /**
   * Writes the status if need be.
   *
   * @param blank makes an empty object of the kind
   * @return empty when it is written, or need not be; otherwise how long to wait before the next
   *     try
   */
  public <S extends OcmStatus, P extends CustomResource<?, S>> Optional<Duration> write(
      P primary, S desired, Supplier<P> blank, Context<P> context) {
    String uid = primary.getMetadata().getUid();
    Written last = lastByUid.get(uid);
    boolean there = desired.equals(primary.getStatus());
    boolean asGoodAsThere =
        last != null
            && desired.equals(last.asked())
            && last.stored() != null
            && last.stored().equals(primary.getStatus());
    if (there || asGoodAsThere) {
      return Optional.empty();
    }
    if (last != null) {
      long wait = times.statusSpacing().toNanos() - (System.nanoTime() - last.atNanos());
      if (wait > 0) {
        return Optional.of(Duration.ofNanos(wait));
      }
    }
    P fresh = blank.get();
    fresh.getMetadata().setName(primary.getMetadata().getName());
    fresh.getMetadata().setNamespace(primary.getMetadata().getNamespace());
    fresh.setStatus(desired);
    try {
      P stored = PrimaryUpdateAndCacheUtils.ssaPatchStatusAndCacheResource(primary, fresh, context);
      lastByUid.put(uid, new Written(desired, stored.getStatus(), System.nanoTime()));
      return Optional.empty();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The object is gone. */
  public void forget(String uid) {
    lastByUid.remove(uid);
  }
}
