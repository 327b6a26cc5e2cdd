/**
 * Measures how fast a gateway's change reaches the runtimes, and what users notice of it, each time
 * beside a baseline in the same run. Started by {@code ./ocmfed bench}; docs/performance.md says
 * what the figures mean.
 */
package io.ocmfed.bench;
