/** Reconciles declared OcmShare objects; decides the status of mirrors too. */
package io.ocmfed.operator.share;
