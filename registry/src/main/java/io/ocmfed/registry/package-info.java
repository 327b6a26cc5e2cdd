/**
 * The service registry that go-micro's {@code nats-js-kv} plugin keeps in a NATS JetStream
 * key-value bucket, as oCIS and OpenCloud use it: keys, values and the bucket itself. Knows neither
 * Kubernetes nor what is done with the addresses; the operator writes, the runtime reads.
 */
package io.ocmfed.registry;
