package io.ocmfed.runtime.webdav;

import io.ocmfed.runtime.share.SharedAccess;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Shares in memory; the secret of a share is its id with {@code -secret}. */
final class KnownShares implements SharedAccess {

  final Map<String, Shared> shared = new ConcurrentHashMap<>();
  final Map<String, Received> received = new ConcurrentHashMap<>();
  final Map<String, Boolean> answered = new ConcurrentHashMap<>();
  final Set<String> refused = ConcurrentHashMap.newKeySet();

  @Override
  public Shared bySecret(String shareId, String secret) {
    if (!shared.containsKey(shareId) || !secret.equals(shareId + "-secret")) {
      throw Failure.client(Code.UNAUTHENTICATED, "Share or secret are wrong.").toException();
    }
    return shared.get(shareId);
  }

  @Override
  public Received received(String userId, String shareId) {
    if (!userId.equals("bob") || !received.containsKey(shareId)) {
      throw Failure.client(Code.RESOURCE_NOT_FOUND, "There is no such share.").toException();
    }
    return received.get(shareId);
  }

  @Override
  public void answered(String shareId, boolean reachable, Instant at) {
    answered.put(shareId, reachable);
  }

  @Override
  public void refused(String shareId, Instant at) {
    refused.add(shareId);
  }
}
