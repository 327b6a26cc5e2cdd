package io.ocmfed.crds;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A duration as written in YAML: one to four numbers of at most five digits, each with the unit h,
 * m, s or ms (GEP-2257), such as {@code 720h} or {@code 1h30m}.
 *
 * <p>Keeps the text as it was written, because that is what equality in Git is about, and reads any
 * text, because one object that cannot be read would end the operator's informer.
 */
public record WireDuration(@JsonValue String text) {

  /** Also the rule in the CRDs. */
  public static final String PATTERN = "([0-9]{1,5}(h|m|s|ms)){1,4}";

  private static final Pattern WHOLE = Pattern.compile(PATTERN);
  private static final Pattern PART = Pattern.compile("([0-9]{1,5})(h|ms|m|s)");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public WireDuration {
    Objects.requireNonNull(text, "text");
  }

  /**
   * @throws IllegalArgumentException if the text is no duration of that form; the CRD schema keeps
   *     such out
   */
  public Duration toDuration() {
    if (!WHOLE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is no duration; write hours, minutes and seconds, such as 720h or 1h30m"
              .formatted(text));
    }
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      long count = Long.parseLong(part.group(1));
      sum =
          sum.plus(
              switch (part.group(2)) {
                case "h" -> Duration.ofHours(count);
                case "m" -> Duration.ofMinutes(count);
                case "s" -> Duration.ofSeconds(count);
                default -> Duration.ofMillis(count);
              });
    }
    return sum;
  }

  @Override
  public String toString() {
    return text;
  }
}
