package io.ocmfed.runtime.federation;

import io.ocmfed.runtime.federation.failpoint.Point;
import io.ocmfed.runtime.store.MessageKind;
import java.util.List;

/** What two users do, and the message that it takes. Alice is at a, Bob at b; Alice invites. */
enum Flow {
  /** Bob accepts. */
  ACCEPT("Bob accepts Alice's invitation", MessageKind.INVITE_ACCEPTED, false),
  /** Alice shares. */
  SHARE("Alice shares with Bob", MessageKind.SHARE, true),
  /** Alice ends a share. */
  UNSHARE("Alice ends the share", MessageKind.SHARE_UNSHARED, true),
  /** Bob removes the connection. */
  REMOVE_BY_ACCEPTER("Bob removes the connection", MessageKind.USER_REMOVED, false),
  /** Alice removes the connection. */
  REMOVE_BY_INVITER("Alice removes the connection", MessageKind.USER_REMOVED, true);

  /** Points of the side that acts. */
  static final List<Point> ACTING =
      List.of(
          Point.BEGINNING,
          Point.BEGUN,
          Point.SENDING,
          Point.SENT,
          Point.ANSWERED,
          Point.RECORDING,
          Point.RECORDED);

  /** Points of the other side. */
  static final List<Point> OTHER = List.of(Point.DECIDING, Point.DECIDED);

  private final String words;
  private final MessageKind kind;
  private final boolean fromA;

  Flow(String words, MessageKind kind, boolean fromA) {
    this.words = words;
    this.kind = kind;
    this.fromA = fromA;
  }

  String words() {
    return words;
  }

  MessageKind kind() {
    return kind;
  }

  /** The side that dies at the point. */
  Site victim(Pair pair, Point point) {
    return fromA == ACTING.contains(point) ? pair.a() : pair.b();
  }

  /** The side that does not. */
  Site survivor(Pair pair, Point point) {
    return victim(pair, point) == pair.a() ? pair.b() : pair.a();
  }
}
