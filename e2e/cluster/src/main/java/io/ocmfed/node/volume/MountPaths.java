package io.ocmfed.node.volume;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The mounts of a container. A local process sees no mount, so each mention of a mount path in its
 * environment and arguments is rewritten to where the volume lies.
 */
public final class MountPaths {

  /** What may stand before a path: {@code file:/x}, {@code -c key=/x}, {@code sh -c 'cat /x'}. */
  private static final String BEFORE = "(?<![^\\s=:,;'\"(<>&|])";

  private static final String AFTER = "(?=$|[/\\s:,;'\")<>&|?])";

  private final Map<String, Path> mounts;
  private final Optional<Pattern> anyMount;

  /**
   * @param mounts absolute mount path to the real place
   */
  public MountPaths(Map<String, Path> mounts) {
    this.mounts =
        mounts.entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(e -> trimmed(e.getKey()), Map.Entry::getValue));
    this.anyMount = pattern();
  }

  /** The text with every mount path, alone or as the beginning of a longer path, replaced. */
  public String rewrite(String text) {
    return anyMount
        .map(
            pattern ->
                pattern
                    .matcher(text)
                    .replaceAll(
                        match -> Matcher.quoteReplacement(mounts.get(match.group()).toString())))
        .orElse(text);
  }

  /** Where the volume mounted at exactly this path lies. */
  public Optional<Path> at(String mountPath) {
    return Optional.ofNullable(mounts.get(trimmed(mountPath)));
  }

  /** The real places of all mounts. */
  public List<Path> places() {
    return List.copyOf(mounts.values());
  }

  private Optional<Pattern> pattern() {
    String alternatives =
        mounts.keySet().stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    return alternatives.isEmpty()
        ? Optional.empty()
        : Optional.of(Pattern.compile(BEFORE + "(?:" + alternatives + ")" + AFTER));
  }

  private static String trimmed(String path) {
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
