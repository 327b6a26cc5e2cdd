/**
 * Runtimes of this kind compare what they hold of each other, and mend what was lost
 * (docs/design/comparison.md). Called by nobody but the role; who has reason to doubt writes so
 * into the store.
 */
package io.ocmfed.runtime.comparison;
