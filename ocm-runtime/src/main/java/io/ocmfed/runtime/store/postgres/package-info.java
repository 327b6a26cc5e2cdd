/** The store on PostgreSQL: hand-written SQL beside the class that uses it. */
package io.ocmfed.runtime.store.postgres;
