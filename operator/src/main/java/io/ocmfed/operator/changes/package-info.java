/**
 * What happens in the runtimes without us: one event stream per installation turned into wakes, and
 * the slow comparison of everything declared with the objects, which also removes what has none.
 */
package io.ocmfed.operator.changes;
