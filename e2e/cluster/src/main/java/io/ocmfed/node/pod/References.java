package io.ocmfed.node.pod;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kubernetes' {@code $(NAME)} references. */
final class References {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\(([^)]*)\\)");

  private References() {}

  /** Replaces known names, leaves unknown ones as they are, and turns {@code $$} into {@code $}. */
  static String expand(String text, Map<String, String> environment) {
    return REFERENCE
        .matcher(text)
        .replaceAll(
            match -> {
              String name = match.group(1);
              String value = name == null ? "$" : environment.getOrDefault(name, match.group());
              return Matcher.quoteReplacement(value);
            });
  }
}
