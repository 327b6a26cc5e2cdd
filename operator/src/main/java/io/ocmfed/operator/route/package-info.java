/**
 * From an object to the runtime that it is declared in: by name over OcmTrust and OcmInstance to
 * the ready pods of the ocm Service; and the wakes when such a way opens or closes.
 */
package io.ocmfed.operator.route;
