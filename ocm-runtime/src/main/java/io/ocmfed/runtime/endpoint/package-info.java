/**
 * Where the other roles are: the endpoint table that the operator pushes, DNS when nothing in it
 * answers, health of each address, and the channels fed by all that. The only way for one role to
 * reach another.
 */
package io.ocmfed.runtime.endpoint;
