/**
 * Generation of the CRD YAML in {@code crds/yaml} from the types, what fabric8's annotations cannot
 * say included, and of the tables of fields in {@code docs/resources.md}. Build time only: nothing
 * at run time needs the generator.
 */
package io.ocmfed.crds.schema;
