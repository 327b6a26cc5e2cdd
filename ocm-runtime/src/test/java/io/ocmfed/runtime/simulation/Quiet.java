package io.ocmfed.runtime.simulation;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps the runtimes from logging: there are thousands of them. */
final class Quiet implements BeforeAllCallback, AfterAllCallback {

  /** Held, because java.util.logging forgets loggers that nobody holds. */
  private static final Logger OURS = Logger.getLogger("io.ocmfed");

  private static Level before;

  @Override
  public void beforeAll(ExtensionContext test) {
    hush();
  }

  static void hush() {
    before = OURS.getLevel();
    OURS.setLevel(Level.OFF);
  }

  @Override
  public void afterAll(ExtensionContext test) {
    OURS.setLevel(before);
  }
}
