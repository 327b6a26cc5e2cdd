/**
 * What happens to the people of a cloud while its gateways, runtimes and operators come and go, or
 * its API server: nothing. All journeys here share one cluster of their own, with two operators and
 * one pair of clouds, one after the other; in each Bob looks at what is shared with him fifty times
 * a second, and at the end of each every runtime must have the newest endpoint table.
 */
package io.ocmfed.churn;
