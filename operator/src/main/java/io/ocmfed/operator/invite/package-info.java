/**
 * Reconciles OcmInvite: declares one side of an invitation and shows the connections that follow.
 */
package io.ocmfed.operator.invite;
