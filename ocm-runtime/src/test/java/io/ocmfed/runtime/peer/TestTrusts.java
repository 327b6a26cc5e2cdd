package io.ocmfed.runtime.peer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A trust book in memory. */
public final class TestTrusts implements TrustBook {

  private final Map<String, Trust> trusts = new ConcurrentHashMap<>();

  public TestTrusts trust(String domain, String caPem) {
    trusts.put(
        domain,
        new Trust(
            domain, caPem, true, Traffic.BOTH, Traffic.BOTH, Set.of("read"), Duration.ofDays(365)));
    return this;
  }

  @Override
  public Optional<Trust> find(String domain) {
    return Optional.ofNullable(trusts.get(domain));
  }

  @Override
  public List<Trust> all() {
    return List.copyOf(trusts.values());
  }
}
