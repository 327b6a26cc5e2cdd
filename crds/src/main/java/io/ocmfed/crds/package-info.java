/**
 * The resource types of API group {@code ocmfed.io}, version {@code v1alpha1}: the four kinds with
 * their specs and statuses, and the closed vocabulary they use (condition types, reasons, phases,
 * annotation, label and Secret names).
 *
 * <p>Plain values: nothing here talks to a cluster, and nothing of ours may be imported here. The
 * CRD YAML in {@code crds/yaml} is generated from the annotations on these types. Any module may use
 * this package.
 */
package io.ocmfed.crds;
