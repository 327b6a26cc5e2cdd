/**
 * What all messages from peers have in common: reading them leniently, admitting their sender, and
 * the form of the answer. Features bring the behaviour; it knows none of them.
 */
package io.ocmfed.runtime.inbound;
