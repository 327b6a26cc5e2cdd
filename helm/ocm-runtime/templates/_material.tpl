{{/*
Keys, tokens and certificates of the installation.

They are made once. On an upgrade (and on an install after an uninstall that kept them) what the cluster has is used,
found with `lookup`. Everything hangs together (the admin Secret carries the CA that signed the serving certificates),
and random functions give something else at each call: so it is all computed once per rendering and remembered in
.Values.material, a dictionary of Secret name (without release) to {data, annotations}.
*/}}
{{- define "ocm-runtime.material" -}}
{{- if not (hasKey .Values "material") -}}
{{- $material := dict -}}
{{- if .Values.generateSecrets -}}
{{- include "ocm-runtime.certificates" (dict "root" . "material" $material) -}}
{{- $ca := dict -}}
{{- if hasKey $material "ca" -}}
{{- $_ := set $ca "ca.crt" (index $material "ca" "data" "tls.crt") -}}
{{- else if .Values.internalTls.caCertificate -}}
{{- $_ := set $ca "ca.crt" (.Values.internalTls.caCertificate | b64enc) -}}
{{- else if not .Values.admin.existingSecret -}}
{{- $own := lookup "v1" "Secret" .Release.Namespace .Values.internalTls.existingSecrets.ocm -}}
{{- if not (dig "data" "ca.crt" "" $own) -}}
{{- fail (printf "internalTls.caCertificate: needed for the admin Secret, because the Secret %s with its ca.crt is not there yet" .Values.internalTls.existingSecrets.ocm) -}}
{{- end -}}
{{- $_ := set $ca "ca.crt" (index $own.data "ca.crt") -}}
{{- end -}}
{{- if not .Values.admin.existingSecret -}}
{{- $data := include "ocm-runtime.keptData" (dict "root" . "name" "admin") | fromYaml -}}
{{- $fresh := dict "token" (randAlphaNum 48 | b64enc) -}}
{{- $_ := set $material "admin" (dict "data" (merge $ca $data $fresh)) -}}
{{- end -}}
{{- if not .Values.internalToken.existingSecret -}}
{{- $data := include "ocm-runtime.keptData" (dict "root" . "name" "internal") | fromYaml -}}
{{- $_ := set $material "internal" (dict "data" (merge $data (dict "token" (randAlphaNum 48 | b64enc)))) -}}
{{- end -}}
{{- if not .Values.keys.existingSecret -}}
{{- $data := include "ocm-runtime.keptData" (dict "root" . "name" "keys") | fromYaml -}}
{{- $fresh := dict "signing.pem" (genPrivateKey "ed25519" | b64enc) "share.key" (randBytes 32 | b64enc) -}}
{{- $_ := set $material "keys" (dict "data" (merge $data $fresh)) -}}
{{- end -}}
{{- if and .Values.postgresql.bundled (not .Values.postgresql.existingSecret) -}}
{{- $data := include "ocm-runtime.keptData" (dict "root" . "name" "db") | fromYaml -}}
{{- $_ := set $material "db" (dict "data" (merge $data (dict "password" (randAlphaNum 32 | b64enc)))) -}}
{{- end -}}
{{- end -}}
{{- $_ := set .Values "material" $material -}}
{{- end -}}
{{- end -}}

{{/* What the Secret <release>-<name> holds in the cluster, as YAML; {} if there is none. */}}
{{- define "ocm-runtime.keptData" -}}
{{- $secret := lookup "v1" "Secret" .root.Release.Namespace (printf "%s-%s" .root.Release.Name .name) -}}
{{- dig "data" (dict) $secret | toYaml -}}
{{- end -}}

{{/*
The CA and a serving certificate for each role. A certificate is made anew only when it is missing, is for other names,
comes from another CA, or is in the last tenth of its life.
*/}}
{{- define "ocm-runtime.certificates" -}}
{{- $root := .root -}}
{{- $material := .material -}}
{{- if not $root.Values.internalTls.existingSecrets.ocm -}}
{{- $days := int $root.Values.internalTls.validityDays -}}
{{- $now := now | unixEpoch | int64 -}}
{{- $notAfter := add $now (mul $days 86400) -}}
{{- $renewBefore := add $now (mul $days 8640) -}}
{{- $ca := dict -}}
{{- $found := lookup "v1" "Secret" $root.Release.Namespace (printf "%s-ca" $root.Release.Name) -}}
{{- if gt (dig "metadata" "annotations" "ocmfed.io/not-after" "0" $found | int64) $renewBefore -}}
{{- $ca = buildCustomCert (index $found.data "tls.crt") (index $found.data "tls.key") -}}
{{- $_ := set $material "ca" (dict "data" $found.data "annotations" (pick $found.metadata.annotations "ocmfed.io/not-after")) -}}
{{- else -}}
{{- $ca = genCAWithKey (printf "%s internal CA" $root.Release.Name) $days (genPrivateKey "ecdsa") -}}
{{- $data := dict "tls.crt" ($ca.Cert | b64enc) "tls.key" ($ca.Key | b64enc) -}}
{{- $_ := set $material "ca" (dict "data" $data "annotations" (dict "ocmfed.io/not-after" ($notAfter | toString))) -}}
{{- end -}}
{{- range $role := splitList "," (include "ocm-runtime.tlsRoles" $root) -}}
{{- $name := printf "%s-tls" $role -}}
{{- $service := include "ocm-runtime.service" (dict "root" $root "role" $role) -}}
{{- $host := include "ocm-runtime.serviceHost" (dict "root" $root "role" $role) -}}
{{- $hosts := list $host (printf "%s.%s" $host $root.Values.clusterDomain) (printf "%s.%s" $service $root.Release.Namespace) $service -}}
{{- $found := lookup "v1" "Secret" $root.Release.Namespace (printf "%s-%s" $root.Release.Name $name) -}}
{{- $annotations := dig "metadata" "annotations" (dict) $found -}}
{{- if and (gt (dig "ocmfed.io/not-after" "0" $annotations | int64) $renewBefore) (eq (dig "ocmfed.io/hosts" "" $annotations) (join "," $hosts)) (eq (dig "data" "ca.crt" "" $found) ($ca.Cert | b64enc)) -}}
{{- $_ := set $material $name (dict "data" $found.data "annotations" (pick $annotations "ocmfed.io/not-after" "ocmfed.io/hosts")) -}}
{{- else -}}
{{- $certificate := genSignedCertWithKey $host (list) $hosts $days $ca (genPrivateKey "ecdsa") -}}
{{- $data := dict "tls.crt" ($certificate.Cert | b64enc) "tls.key" (include "ocm-runtime.pkcs8" $certificate.Key | b64enc) "ca.crt" ($ca.Cert | b64enc) -}}
{{- $_ := set $material $name (dict "data" $data "annotations" (dict "ocmfed.io/not-after" ($notAfter | toString) "ocmfed.io/hosts" (join "," $hosts))) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/*
A P-256 key as PKCS#8, the one form that Java, Netty and OpenSSL all read. Helm makes it as SEC 1 (always 121 bytes for
this curve), so what PKCS#8 puts around it (RFC 5208, section 5) is the same for each key.
*/}}
{{- define "ocm-runtime.pkcs8" -}}
{{- $sec1 := regexReplaceAll "-----[A-Z ]+-----|\\s" . "" | b64dec -}}
{{- if ne (len $sec1) 121 -}}
{{- fail "this version of Helm makes P-256 keys in a form that the chart does not know; bring certificates of your own in internalTls.existingSecrets" -}}
{{- end -}}
{{- $prefix := b64dec "MIGTAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBHk=" -}}
-----BEGIN PRIVATE KEY-----
{{ regexReplaceAll "(.{64})" (printf "%s%s" $prefix $sec1 | b64enc) "${1}\n" }}
-----END PRIVATE KEY-----
{{ end -}}
