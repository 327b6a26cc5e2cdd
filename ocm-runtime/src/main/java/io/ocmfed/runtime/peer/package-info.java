/**
 * Peers: trust, discovery documents and keys, signatures (RFC 9421), and every outbound call. Knows
 * nothing of invitations or shares.
 */
package io.ocmfed.runtime.peer;
