package io.ocmfed.runtime.graph;

import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Ids of a user's own items: the path within the user's files as base64url without padding. */
final class ItemIds {

  private ItemIds() {}

  static String of(String path) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(path.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The path behind an id.
   *
   * @throws io.ocmfed.runtime.web.FailureException RESOURCE_NOT_FOUND when it is no such id
   */
  static String path(String itemId) {
    try {
      String path = new String(Base64.getUrlDecoder().decode(itemId), StandardCharsets.UTF_8);
      if (path.startsWith("/")) {
        return path;
      }
    } catch (IllegalArgumentException notBase64) {
      // Answered below, as for any other id that is none of ours.
    }
    throw Failure.client(Code.RESOURCE_NOT_FOUND, "There is no item with this id.").toException();
  }
}
