package io.ocmfed.runtime.gateway;

import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A path of the wire as a list of names, or a refusal. No name leads upwards, is invisible, or
 * means something else elsewhere; an empty list is the starting point itself.
 */
record ResourcePath(List<String> names) {

  private static final int LONGEST_NAME = 255;
  private static final int DEEPEST = 128;

  /**
   * Reads a path; slashes at the ends and doubled ones do not matter.
   *
   * @throws io.ocmfed.runtime.web.FailureException INVALID_REQUEST
   */
  static ResourcePath parse(String text) {
    List<String> names = new ArrayList<>();
    for (String name : text.split("/", -1)) {
      if (!name.isEmpty()) {
        names.add(checked(name));
      }
    }
    if (names.size() > DEEPEST) {
      throw refused("has more than " + DEEPEST + " parts");
    }
    return new ResourcePath(List.copyOf(names));
  }

  /** Whether a name found on disk can be shown and asked for. */
  static boolean presentable(String name) {
    return problem(name) == null;
  }

  private static String checked(String name) {
    String problem = problem(name);
    if (problem != null) {
      throw refused(problem);
    }
    return name;
  }

  private static String problem(String name) {
    if (name.equals(".") || name.equals("..")) {
      return "has a part \".\" or \"..\"";
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      return "has a part of more than " + LONGEST_NAME + " bytes";
    }
    if (name.indexOf('\uFFFD') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
      return "is not valid UTF-8";
    }
    boolean strange = name.codePoints().anyMatch(c -> c == '\\' || Character.isISOControl(c));
    return strange ? "has a backslash or a control character" : null;
  }

  private static io.ocmfed.runtime.web.FailureException refused(String why) {
    return Failure.client(Code.INVALID_REQUEST, "The path " + why + ".").toException();
  }

  @Override
  public String toString() {
    return String.join("/", names);
  }
}
