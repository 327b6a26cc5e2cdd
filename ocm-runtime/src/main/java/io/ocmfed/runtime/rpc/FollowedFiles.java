package io.ocmfed.runtime.rpc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jboss.logging.Logger;

/** Files that are used together, and used again when what is in them has changed. */
final class FollowedFiles {

  private static final Logger LOG = Logger.getLogger(FollowedFiles.class);

  private final List<Path> paths;
  private final Use use;
  private List<byte[]> seen = List.of();
  private String problem;

  FollowedFiles(List<Path> paths, Use use) {
    this.paths = paths;
    this.use = use;
  }

  /** What is done with the contents, in the order of the paths. */
  @FunctionalInterface
  interface Use {
    void take(List<byte[]> contents) throws IOException, GeneralSecurityException;
  }

  /** Takes them for the first time. */
  void look() throws IOException, GeneralSecurityException {
    List<byte[]> now = read();
    use.take(now);
    seen = now;
  }

  /** Takes them if they have changed; what cannot be used is said once, and what was stays. */
  void lookAgain() {
    try {
      List<byte[]> now = read();
      if (same(now, seen)) {
        return;
      }
      seen = now;
      use.take(now);
      problem = null;
      LOG.infof("event=certificates-read files=%s", paths);
    } catch (IOException | GeneralSecurityException | RuntimeException unusable) {
      if (!unusable.toString().equals(problem)) {
        problem = unusable.toString();
        LOG.warnf("event=certificates-unusable files=%s error=%s", paths, problem);
      }
    }
  }

  private List<byte[]> read() throws IOException {
    List<byte[]> contents = new ArrayList<>();
    for (Path path : paths) {
      contents.add(Files.readAllBytes(path));
    }
    return contents;
  }

  private static boolean same(List<byte[]> one, List<byte[]> other) {
    for (int i = 0; i < one.size(); i++) {
      if (i >= other.size() || !Arrays.equals(one.get(i), other.get(i))) {
        return false;
      }
    }
    return true;
  }
}
