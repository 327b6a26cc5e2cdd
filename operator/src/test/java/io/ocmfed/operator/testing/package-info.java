/**
 * The world that the reconciler tests run in: a real API server, and runtimes on loopback
 * addresses.
 */
package io.ocmfed.operator.testing;
