package io.ocmfed.operator.route;

import io.ocmfed.crds.OcmInvite;
import io.ocmfed.crds.OcmShare;
import io.ocmfed.crds.OcmTrust;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How objects are found by what they refer to. */
public final class Indexes {

  /** Trusts by {@code namespace/instance}. */
  public static final String BY_INSTANCE = "by-instance";

  /** Trusts by {@code namespace/instance/domain}: two there are a conflict. */
  public static final String BY_DOMAIN = "by-domain";

  /** Trusts by {@code namespace/Kind/name} of what holds their CA. */
  public static final String BY_CA = "by-ca";

  /** Invites and shares by {@code namespace/trust}. */
  public static final String BY_TRUST = "by-trust";

  /** Invites by {@code namespace/secret}. */
  public static final String BY_SECRET = "by-secret";

  /** Shares by all that they claim: two there are a conflict. */
  public static final String BY_CLAIM = "by-claim";

  private Indexes() {}

  public static Map<String, Function<OcmTrust, List<String>>> trusts() {
    return Map.of(
        BY_INSTANCE, trust -> List.of(instanceKey(trust)),
        BY_DOMAIN, trust -> List.of(domainKey(trust)),
        BY_CA,
            trust ->
                trust.getSpec().caCertificateRef() == null
                    ? List.of()
                    : List.of(
                        key(
                            trust.getMetadata().getNamespace(),
                            trust.getSpec().caCertificateRef().name())));
  }

  public static Map<String, Function<OcmInvite, List<String>>> invites() {
    return Map.of(
        BY_TRUST,
            invite ->
                List.of(
                    key(invite.getMetadata().getNamespace(), invite.getSpec().trustRef().name())),
        BY_SECRET,
            invite ->
                List.of(
                    key(
                        invite.getMetadata().getNamespace(),
                        invite.getSpec().tokenSecretRef().name())));
  }

  public static Map<String, Function<OcmShare, List<String>>> shares() {
    return Map.of(
        BY_TRUST,
            share ->
                List.of(key(share.getMetadata().getNamespace(), share.getSpec().trustRef().name())),
        BY_CLAIM, share -> List.of(claimKey(share)));
  }

  /** Key of something by namespace and name. */
  public static String key(String namespace, String name) {
    return namespace + "/" + name;
  }

  public static String instanceKey(OcmTrust trust) {
    return key(trust.getMetadata().getNamespace(), trust.getSpec().instanceRef().name());
  }

  public static String domainKey(OcmTrust trust) {
    return instanceKey(trust) + "/" + trust.getSpec().domain();
  }

  /** Users cannot contain a line break, so it keeps the parts apart. */
  public static String claimKey(OcmShare share) {
    var spec = share.getSpec();
    String what =
        spec.resource() != null ? spec.resource() : spec.match() == null ? "" : spec.match().name();
    return String.join(
        "\n",
        share.getMetadata().getNamespace(),
        spec.trustRef().name(),
        String.valueOf(spec.direction()),
        spec.localUser(),
        spec.remoteUser(),
        what);
  }
}
