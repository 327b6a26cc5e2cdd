/** Two packaged runtimes, each with its own database, that federate over HTTPS on loopback. */
package io.ocmfed.runtime.federation;
