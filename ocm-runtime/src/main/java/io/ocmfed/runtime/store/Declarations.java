package io.ocmfed.runtime.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the operator declares. */
public interface Declarations {

  /** Also one that is only a memory. */
  Optional<DeclaredInvite> invite(String name);

  void save(DeclaredInvite invite);

  /** Declared ones in the order of names. */
  List<DeclaredInvite> invites(String after, int limit);

  /** Declared ones with this token. */
  List<DeclaredInvite> invitesByToken(String tokenHash);

  /** Declared ones of this peer. */
  List<DeclaredInvite> invitesWith(String domain);

  /** Memories of what was deleted before, for good. */
  int forgetInvites(Instant deletedBefore);

  Optional<DeclaredShare> share(String name);

  void save(DeclaredShare share);

  void deleteShare(String name);

  List<DeclaredShare> shares(String after, int limit);

  /** Another one that declares the same between the same users. */
  Optional<DeclaredShare> rival(DeclaredShare share);

  /** Those between two users, oldest first. */
  List<DeclaredShare> sharesOf(String domain, String localUser, String remoteUser);
}
