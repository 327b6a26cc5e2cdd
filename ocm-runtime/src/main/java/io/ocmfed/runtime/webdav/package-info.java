/**
 * WebDAV (RFC 4918, class 1, reading only): what is shared with peers, and for local users what
 * peers shared with them. Calls shares, gateway and peers; called by nobody.
 */
package io.ocmfed.runtime.webdav;
