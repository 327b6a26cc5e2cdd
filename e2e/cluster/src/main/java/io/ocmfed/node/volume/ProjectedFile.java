package io.ocmfed.node.volume;

import java.util.Arrays;

/**
 * A file that a volume shows.
 *
 * @param content its bytes
 * @param mode its permissions, such as 0644
 */
record ProjectedFile(byte[] content, int mode) {

  @Override
  public boolean equals(Object other) {
    return other instanceof ProjectedFile(byte[] bytes, int otherMode)
        && Arrays.equals(content, bytes)
        && mode == otherMode;
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(content) + mode;
  }

  @Override
  public String toString() {
    return content.length + " bytes, mode " + Integer.toOctalString(mode);
  }
}
