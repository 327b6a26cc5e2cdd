/** Who we federate with, as declared, and the background discovery of those peers. */
package io.ocmfed.runtime.trust;
