/** How long what is over is kept. Called by the background of the ocm role. */
package io.ocmfed.runtime.upkeep;
