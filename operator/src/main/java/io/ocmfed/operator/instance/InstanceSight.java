package io.ocmfed.operator.instance;

import io.ocmfed.crds.OcmInstance;
import io.ocmfed.operator.gateway.SyncState;
import io.ocmfed.operator.installation.Installation;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a pass over an OcmInstance sees.
 *
 * @param installation its Services, pods and admin Secret
 * @param rival the older object that has the domain, when there is one
 * @param sync how far its endpoint table has got
 * @param mirrorsNotShown shares without a mirror because of the limit; empty when not known
 */
record InstanceSight(
    Installation installation,
    Optional<OcmInstance> rival,
    SyncState sync,
    OptionalInt mirrorsNotShown) {}
