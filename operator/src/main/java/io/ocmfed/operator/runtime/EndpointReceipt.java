package io.ocmfed.operator.runtime;

/**
 * What a runtime says of the table it has.
 *
 * @param applied fence of that table; null before the first one
 * @param instanceId id of the answering process; another one means that it was restarted
 */
public record EndpointReceipt(Fence applied, String instanceId) {}
