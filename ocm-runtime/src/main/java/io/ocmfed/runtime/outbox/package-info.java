/**
 * The only way out: messages that were committed with the change they tell of, delivered at least
 * once, in lanes. What a message says, and what its answer means, features say as {@link
 * io.ocmfed.runtime.outbox.Courier}.
 */
package io.ocmfed.runtime.outbox;
