package io.ocmfed.operator.mirror;

import io.ocmfed.crds.MirrorPolicy;
import io.ocmfed.operator.runtime.ShareRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which shares get a mirror; pure.
 *
 * @param wanted records by the name of their mirror
 * @param notShown how many have none because of the limit
 */
record MirrorPlan(Map<String, ShareRecord> wanted, int notShown) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
  private static final Set<String> OVER = Set.of("Revoked", "Expired");

  /**
   * @param shares all shares of the runtime, declared or not
   * @param trustByDomain the trusts of the instance: a mirror has to refer to one
   */
  static MirrorPlan of(
      List<ShareRecord> shares, MirrorPolicy policy, int limit, Set<String> trustByDomain) {
    List<ShareRecord> shown =
        shares.stream()
            .filter(share -> share.name() == null && share.shareId() != null)
            .filter(share -> selected(share, policy))
            .filter(share -> !OVER.contains(share.state()))
            .filter(share -> trustByDomain.contains(share.domain()))
            .filter(share -> NAME.matcher(name(share)).matches())
            .sorted(Comparator.comparing(MirrorPlan::created).thenComparing(ShareRecord::shareId))
            .toList();
    Map<String, ShareRecord> wanted = new TreeMap<>();
    shown.stream().limit(limit).forEach(share -> wanted.put(name(share), share));
    return new MirrorPlan(wanted, Math.max(0, shown.size() - limit));
  }

  private static boolean selected(ShareRecord share, MirrorPolicy policy) {
    return switch (policy) {
      case ALL -> true;
      case INCOMING -> "Incoming".equals(share.direction());
      case NONE, UNKNOWN -> false;
    };
  }

  private static String name(ShareRecord share) {
    return share.shareId().toLowerCase(Locale.ROOT);
  }

  private static Instant created(ShareRecord share) {
    return share.createdAt() == null ? Instant.MAX : share.createdAt();
  }
}
