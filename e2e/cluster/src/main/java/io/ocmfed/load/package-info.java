/**
 * Load on clouds, as journeys and benches put it on them: requests at a steady rate, and what
 * became of each.
 */
package io.ocmfed.load;
