/**
 * HTTP Message Signatures (RFC 9421) as Open Cloud Mesh uses them, with the part of structured
 * fields (RFC 8941) and of digest fields (RFC 9530) that they need. Pure code but for the key file;
 * called by the peer package only.
 */
package io.ocmfed.runtime.peer.signature;
