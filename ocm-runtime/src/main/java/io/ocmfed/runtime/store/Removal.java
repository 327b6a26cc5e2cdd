package io.ocmfed.runtime.store;

import java.time.Instant;

/**
 * That a connection of two users was removed. Voids the tokens that the remover issued to the other
 * before, and ends acceptances that began before and complete later.
 *
 * @param tick logical time
 */
public record Removal(
    long tick,
    String domain,
    String localUser,
    String remoteUser,
    Party removedBy,
    Cause cause,
    Instant at) {}
