/**
 * How a pass ends, the same for all kinds: conditions as a pure function of the old ones and what
 * was decided, a status write only where something changed and not more than one a second, events
 * on transitions, and when to look again.
 */
package io.ocmfed.operator.status;
