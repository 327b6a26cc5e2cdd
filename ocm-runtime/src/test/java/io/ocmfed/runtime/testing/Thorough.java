package io.ocmfed.runtime.testing;

/**
 * Whether tests that can try more of the same are to try all of it, by {@code -Docmfed.thorough}:
 * {@code ./ocmfed test --thorough}.
 */
public final class Thorough {

  private Thorough() {}

  public static boolean asked() {
    return Boolean.getBoolean("ocmfed.thorough");
  }
}
