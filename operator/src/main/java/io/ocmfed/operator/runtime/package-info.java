/**
 * The client of the runtime's admin API ({@code docs/design/admin-api.md}): declarations and
 * records as on the wire, calls to pods, the stream of changes. Knows nothing of Kubernetes;
 * failures are values ({@link io.ocmfed.operator.runtime.Answer}), never exceptions.
 */
package io.ocmfed.operator.runtime;
