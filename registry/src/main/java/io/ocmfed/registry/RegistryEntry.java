package io.ocmfed.registry;

import java.util.List;

/**
 * One entry of a bucket.
 *
 * @param key who wrote it
 * @param revision of the bucket; what is deleted or replaced must still have it
 * @param nodes where the process serves; usually one
 */
public record RegistryEntry(RegistryKey key, long revision, List<RegistryNode> nodes) {}
