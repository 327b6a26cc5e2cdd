/**
 * Reconciles OcmTrust: declares the peer in the runtime and shows what the runtime learnt of it.
 */
package io.ocmfed.operator.trust;
