package io.ocmfed.runtime.admin;

/**
 * What a route answers.
 *
 * @param status HTTP status
 * @param body written as JSON; null for none
 */
public record AdminAnswer(int status, Object body) {

  public static AdminAnswer ok(Object body) {
    return new AdminAnswer(200, body);
  }

  public static AdminAnswer noContent() {
    return new AdminAnswer(204, null);
  }
}
