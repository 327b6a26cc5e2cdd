/** Shares out and in: their states, delivery, and access to what is shared. */
package io.ocmfed.runtime.share;
