{{/* Names: workloads and Services are called by their role, everything else by the release. */}}
{{- define "ocm-runtime.service" -}}
{{- printf "%s%s" .root.Values.namePrefix .role -}}
{{- end -}}

{{- define "ocm-runtime.serviceHost" -}}
{{- printf "%s.%s.svc" (include "ocm-runtime.service" .) .root.Release.Namespace -}}
{{- end -}}

{{- define "ocm-runtime.serviceAccount" -}}
{{- .Values.serviceAccount.name | default (ternary (printf "%s-runtime" .Release.Name) "default" .Values.serviceAccount.create) -}}
{{- end -}}

{{- define "ocm-runtime.adminSecret" -}}
{{- .Values.admin.existingSecret | default (printf "%s-admin" .Release.Name) -}}
{{- end -}}

{{- define "ocm-runtime.internalSecret" -}}
{{- .Values.internalToken.existingSecret | default (printf "%s-internal" .Release.Name) -}}
{{- end -}}

{{- define "ocm-runtime.keysSecret" -}}
{{- .Values.keys.existingSecret | default (printf "%s-keys" .Release.Name) -}}
{{- end -}}

{{- define "ocm-runtime.usersSecret" -}}
{{- .Values.gateway.usersSecret | default (printf "%s-users" .Release.Name) -}}
{{- end -}}

{{- define "ocm-runtime.databaseSecret" -}}
{{- if .Values.postgresql.bundled -}}
{{- .Values.postgresql.existingSecret | default (printf "%s-db" .Release.Name) -}}
{{- else -}}
{{- .Values.externalDatabase.existingSecret -}}
{{- end -}}
{{- end -}}

{{- define "ocm-runtime.tlsSecret" -}}
{{- index .root.Values.internalTls.existingSecrets .role | default (printf "%s-%s-tls" .root.Release.Name .role) -}}
{{- end -}}

{{- define "ocm-runtime.filesClaim" -}}
{{- .Values.gateway.files.existingClaim | default (printf "%s-files" .Release.Name) -}}
{{- end -}}

{{- define "ocm-runtime.postgresClaim" -}}
{{- .Values.postgresql.persistence.existingClaim | default (printf "%s-postgres" .Release.Name) -}}
{{- end -}}

{{/* Roles that have a serving certificate, as a comma list. */}}
{{- define "ocm-runtime.tlsRoles" -}}
gateway,ocm,graph{{ if and .Values.postgresql.bundled .Values.postgresql.tls.enabled }},postgres{{ end }}
{{- end -}}

{{- define "ocm-runtime.publicUrl" -}}
{{- .Values.publicUrl | default (printf "https://%s" .Values.domain) -}}
{{- end -}}

{{- define "ocm-runtime.publicHost" -}}
{{- regexReplaceAll ":[0-9]+$" .Values.domain "" -}}
{{- end -}}

{{- define "ocm-runtime.databaseUrl" -}}
{{- if .Values.postgresql.bundled -}}
{{- $url := printf "jdbc:postgresql://%s:5432/%s" (include "ocm-runtime.serviceHost" (dict "root" . "role" "postgres")) .Values.postgresql.database -}}
{{- if .Values.postgresql.tls.enabled -}}
{{- printf "%s?sslmode=verify-full&sslrootcert=$(OCMFED_TLS_DIR)/ca.crt" $url -}}
{{- else -}}
{{- $url -}}
{{- end -}}
{{- else -}}
{{- .Values.externalDatabase.jdbcUrl -}}
{{- end -}}
{{- end -}}

{{- define "ocm-runtime.image" -}}
{{- if .image.digest -}}
{{- printf "%s@%s" .image.repository .image.digest -}}
{{- else -}}
{{- printf "%s:%s" .image.repository (.image.tag | default .version) -}}
{{- end -}}
{{- end -}}

{{- define "ocm-runtime.selectorLabels" -}}
app.kubernetes.io/name: ocm-runtime
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- with .role }}
app.kubernetes.io/component: {{ . }}
{{- end }}
{{- end -}}

{{- define "ocm-runtime.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
app.kubernetes.io/part-of: ocmfed
{{ include "ocm-runtime.selectorLabels" . }}
{{- end -}}

{{- define "ocm-runtime.keep" -}}
{{- if .Values.keepOnUninstall }}
helm.sh/resource-policy: keep
{{- end }}
{{- end -}}

{{- define "ocm-runtime.containerSecurityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities:
  drop: [ALL]
seccompProfile:
  type: RuntimeDefault
{{- end -}}
