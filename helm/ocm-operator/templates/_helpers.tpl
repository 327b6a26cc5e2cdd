{{- define "ocm-operator.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "ocm-operator.serviceAccount" -}}
{{- .Values.serviceAccount.name | default (ternary (include "ocm-operator.fullname" .) "default" .Values.serviceAccount.create) -}}
{{- end -}}

{{- define "ocm-operator.selectorLabels" -}}
app.kubernetes.io/name: ocm-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "ocm-operator.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: ocmfed
{{ include "ocm-operator.selectorLabels" . }}
{{- end -}}

{{- define "ocm-operator.image" -}}
{{- with .Values.image -}}
{{- if .digest -}}
{{- printf "%s@%s" .repository .digest -}}
{{- else -}}
{{- printf "%s:%s" .repository (.tag | default $.Chart.AppVersion) -}}
{{- end -}}
{{- end -}}
{{- end -}}
