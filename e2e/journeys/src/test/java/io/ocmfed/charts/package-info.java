/**
 * The Helm charts and the examples as Helm and a user see them: linted, rendered with many values,
 * and looked over object by object. What only a running cluster can show (an upgrade by Helm that
 * keeps Secrets, PostgreSQL taking its key) is left to the journeys. Uses nothing of ours but
 * files.
 */
package io.ocmfed.charts;
