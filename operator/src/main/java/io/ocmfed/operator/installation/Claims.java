package io.ocmfed.operator.installation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Of several objects that claim the same thing, the oldest has it. */
public final class Claims {

  private Claims() {}

  /**
   * The oldest; of those made in the same second, the first by name, so that every pass and every
   * operator decides alike.
   */
  public static <T extends HasMetadata> Optional<T> oldest(Collection<T> claimants) {
    return claimants.stream()
        .min(
            Comparator.comparing((T object) -> created(object))
                .thenComparing(object -> object.getMetadata().getName()));
  }

  private static String created(HasMetadata object) {
    String created = object.getMetadata().getCreationTimestamp();
    return created == null ? "9999" : created;
  }
}
