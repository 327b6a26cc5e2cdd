package io.ocmfed.operator.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.crds.MirrorPolicy;
import io.ocmfed.operator.runtime.ShareRecord;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MirrorPlanTest {

  private static final Set<String> TRUSTED = Set.of("cloud-b.example.org");

  private static ShareRecord share(String id, String name, String direction, String state) {
    return new ShareRecord(
        name,
        "",
        0,
        "cloud-b.example.org",
        direction,
        "alice",
        "bob@cloud-b.example.org",
        state,
        null,
        id,
        null,
        "notes.txt",
        "file",
        1L,
        List.of("read"),
        null,
        Instant.parse("2026-01-01T00:00:00Z").plusSeconds(id.hashCode() & 0xff),
        true,
        null);
  }

  private static MirrorPlan plan(MirrorPolicy policy, int limit, ShareRecord... shares) {
    return MirrorPlan.of(List.of(shares), policy, limit, TRUSTED);
  }

  @Test
  void thePolicyChooses() {
    ShareRecord in = share("in", null, "Incoming", "Received");
    ShareRecord out = share("out", null, "Outgoing", "Delivered");
    assertThat(plan(MirrorPolicy.NONE, 10, in, out).wanted()).isEmpty();
    assertThat(plan(MirrorPolicy.INCOMING, 10, in, out).wanted()).containsOnlyKeys("in");
    assertThat(plan(MirrorPolicy.ALL, 10, in, out).wanted()).containsOnlyKeys("in", "out");
  }

  @Test
  void declaredAndEndedSharesAndThoseOfOtherDomainsHaveNone() {
    ShareRecord declared = share("declared", "my-share", "Incoming", "Accepted");
    ShareRecord revoked = share("revoked", null, "Incoming", "Revoked");
    ShareRecord odd = share("_not/a name_", null, "Incoming", "Received");
    assertThat(plan(MirrorPolicy.ALL, 10, declared, revoked, odd).wanted()).isEmpty();
    assertThat(
            MirrorPlan.of(
                    List.of(share("in", null, "Incoming", "Received")),
                    MirrorPolicy.ALL,
                    10,
                    Set.of())
                .wanted())
        .isEmpty();
  }

  @Test
  void beyondTheLimitTheOldestAreShownAndTheOthersCounted() {
    ShareRecord a = share("a", null, "Incoming", "Received");
    ShareRecord b = share("b", null, "Incoming", "Received");
    ShareRecord c = share("c", null, "Incoming", "Received");
    MirrorPlan plan = plan(MirrorPolicy.INCOMING, 2, c, b, a);
    assertThat(plan.wanted()).containsOnlyKeys("a", "b");
    assertThat(plan.notShown()).isEqualTo(1);
  }
}
