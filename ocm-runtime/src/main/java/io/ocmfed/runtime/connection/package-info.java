/**
 * Connections of users: acceptances, accepting, removing (lifecycle.md). Knows nothing of shares;
 * who depends on connections listens to them.
 */
package io.ocmfed.runtime.connection;
