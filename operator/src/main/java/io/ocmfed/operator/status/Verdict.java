package io.ocmfed.operator.status;

import io.ocmfed.crds.OcmStatus;

/**
 * What was decided of an object.
 *
 * @param status the status it should have
 * @param again when to look again
 */
public record Verdict<S extends OcmStatus>(S status, Again again) {}
