package io.ocmfed.journeys;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Gives every journey the one {@link World} of the test run, and repeats it as asked. */
public final class JourneyRuns implements TestTemplateInvocationContextProvider {

  /** How often each journey is to run. */
  static int times() {
    return Integer.getInteger("ocmfed.repeat", 1);
  }

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return true;
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    int times = times();
    return IntStream.rangeClosed(1, times).mapToObj(run -> new Run(run, times));
  }

  private record Run(int number, int of) implements TestTemplateInvocationContext {

    @Override
    public String getDisplayName(int index) {
      return of == 1 ? "once" : "run %d of %d".formatted(number, of);
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(new WorldParameter());
    }
  }
}
