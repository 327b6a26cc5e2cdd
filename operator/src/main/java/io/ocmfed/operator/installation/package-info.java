/**
 * An OcmInstance as it is in the cluster right now: its Services, the pods behind them, its admin
 * Secret. Read by everybody who talks to a runtime; talks to none itself.
 */
package io.ocmfed.operator.installation;
