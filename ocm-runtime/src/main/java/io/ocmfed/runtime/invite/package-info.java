/**
 * Invitations: issuing, the forms in which they travel, accepting on behalf of users, and what is
 * declared of them.
 */
package io.ocmfed.runtime.invite;
