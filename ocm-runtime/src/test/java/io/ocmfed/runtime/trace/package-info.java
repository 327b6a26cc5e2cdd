/** Traces, as a collector on loopback receives them. */
package io.ocmfed.runtime.trace;
