/** What everybody may ask us: the discovery document and our public keys. Called by nobody. */
package io.ocmfed.runtime.discovery;
