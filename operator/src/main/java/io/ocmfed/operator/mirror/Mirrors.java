package io.ocmfed.operator.mirror;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Mirrors. */
@ApplicationScoped
public class Mirrors {
  public OptionalInt notShown(ResourceID id) {
    return OptionalInt.empty();
  }

  public void onProgress(Consumer<ResourceID> listener) {}
}
