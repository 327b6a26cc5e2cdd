package io.ocmfed.runtime.connection;

import io.ocmfed.runtime.inbound.Fields;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.util.Optional;

/**
 * {@code POST /invite-accepted} as it was received (OCM-API 1.4, "Invite Acceptance Request").
 *
 * @param acceptanceId our extension; empty from servers of other kinds
 */
record InviteAccepted(
    String recipientProvider,
    String token,
    String userId,
    String mail,
    String name,
    Optional<String> acceptanceId) {

  /**
   * @throws io.ocmfed.runtime.web.FailureException INVALID_REQUEST that names the field
   */
  static InviteAccepted read(byte[] json) {
    Fields fields = Fields.of(json);
    Optional<String> id = fields.text("acceptanceId");
    if (id.filter(one -> !isId(one)).isPresent()) {
      throw Failure.client(Code.INVALID_REQUEST, "Field acceptanceId is no id.").toException();
    }
    return new InviteAccepted(
        fields.required("recipientProvider"),
        fields.required("token"),
        fields.key("userID", "userId"),
        fields.text("email").orElse(""),
        fields.text("name").orElse(""),
        id);
  }

  /** Whether that can be the id of an acceptance. */
  static boolean isId(String text) {
    return text.matches("[A-Za-z0-9_-]{16,64}");
  }
}
