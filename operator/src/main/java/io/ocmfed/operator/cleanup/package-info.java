/**
 * Deletion that never hangs: a finalizer waits for the local runtime to record the removal, for a
 * minute at most, and never for a peer.
 */
package io.ocmfed.operator.cleanup;
