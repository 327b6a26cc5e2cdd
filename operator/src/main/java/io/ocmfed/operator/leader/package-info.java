/**
 * Who works: the Lease by which one of several operators leads, and the term that fences its pushes
 * from those of its predecessors.
 */
package io.ocmfed.operator.leader;
