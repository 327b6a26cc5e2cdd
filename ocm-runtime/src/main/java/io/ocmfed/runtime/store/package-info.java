/**
 * What the ocm role remembers: records, and the operations on them as interfaces, so that the
 * decisions of the features can run on PostgreSQL and, in a simulation, on memory. Features call
 * it; it calls none of them.
 */
package io.ocmfed.runtime.store;
