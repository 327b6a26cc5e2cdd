package io.ocmfed.runtime.store;

/** Shares by our users. */
public interface OutgoingShares extends Shares<OutgoingShare> {}
