{{/*
What the schema cannot say, or could say only as a regular expression: each mistake gives a sentence that tells what
to write instead.
*/}}
{{- define "ocm-runtime.validate" -}}
{{- $domain := required "domain: say which OCM provider this installation is, for example --set domain=cloud-a.example.org" .Values.domain -}}
{{- if not (regexMatch "^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:[1-9][0-9]{0,4})?$" $domain) -}}
{{- fail (printf "domain: %q is not a provider; write a host name in lower case, with a port if it is not 443, without https:// and without a path: cloud-a.example.org or cloud-a.example.org:8443" $domain) -}}
{{- end -}}
{{- $port := regexFind "[0-9]+$" (regexFind ":[0-9]+$" $domain) -}}
{{- if or (eq $port "443") (gt (int $port) 65535) -}}
{{- fail (printf "domain: %q: the port must be at most 65535, and is left out when it is 443" $domain) -}}
{{- end -}}
{{- if and .Values.publicUrl (not (regexMatch "^https://[^/?#@\\s]+$" .Values.publicUrl)) -}}
{{- fail (printf "publicUrl: %q must be https://host or https://host:port, without a path" .Values.publicUrl) -}}
{{- end -}}
{{- $seen := dict -}}
{{- range .Values.gateway.users -}}
{{- if not (regexMatch "^[A-Za-z0-9][A-Za-z0-9._-]*$" .id) -}}
{{- fail (printf "gateway.users: the id %q must consist of letters, digits, '.', '_' and '-' and begin with a letter or digit: it is the name of the user's folder" .id) -}}
{{- end -}}
{{- range $what := list (printf "id %s" .id) (printf "login %s" .login) -}}
{{- if hasKey $seen $what -}}
{{- fail (printf "gateway.users: two users have the %s" $what) -}}
{{- end -}}
{{- $_ := set $seen $what true -}}
{{- end -}}
{{- if not (regexMatch "^\\$2[aby]\\$(0[4-9]|[12][0-9]|3[01])\\$[./A-Za-z0-9]{53}$" .passwordHash) -}}
{{- fail (printf "gateway.users: the passwordHash of %s is not a bcrypt hash; make one with htpasswd -nbBC 10 %s PASSWORD" .id .login) -}}
{{- end -}}
{{- end -}}
{{- if and .Values.gateway.users .Values.gateway.usersSecret -}}
{{- fail "gateway.users and gateway.usersSecret are both set; give the users in one of them" -}}
{{- end -}}
{{- if .Values.postgresql.bundled -}}
{{- if or .Values.externalDatabase.jdbcUrl .Values.externalDatabase.existingSecret -}}
{{- fail "externalDatabase is set, and postgresql.bundled too; set postgresql.bundled=false to use your own database" -}}
{{- end -}}
{{- else -}}
{{- range list "jdbcUrl" "user" "existingSecret" -}}
{{- if not (index $.Values.externalDatabase .) -}}
{{- fail (printf "externalDatabase.%s: needed because postgresql.bundled is false" .) -}}
{{- end -}}
{{- end -}}
{{- if not (hasPrefix "jdbc:postgresql://" .Values.externalDatabase.jdbcUrl) -}}
{{- fail "externalDatabase.jdbcUrl: must begin with jdbc:postgresql://" -}}
{{- end -}}
{{- if regexMatch "(?i)([?&]password=|://[^/?]*@)" .Values.externalDatabase.jdbcUrl -}}
{{- fail "externalDatabase.jdbcUrl: holds a password or a user; put the password into externalDatabase.existingSecret and the user into externalDatabase.user" -}}
{{- end -}}
{{- end -}}
{{- $given := list -}}
{{- $missing := list -}}
{{- range splitList "," (include "ocm-runtime.tlsRoles" .) -}}
{{- if index $.Values.internalTls.existingSecrets . -}}
{{- $given = append $given . -}}
{{- else -}}
{{- $missing = append $missing (printf "internalTls.existingSecrets.%s" .) -}}
{{- end -}}
{{- end -}}
{{- if and $given $missing -}}
{{- fail (printf "%s: needed because internalTls.existingSecrets.%s is set; all roles must have their certificates from one CA" (join ", " $missing) (first $given)) -}}
{{- end -}}
{{- if not .Values.generateSecrets -}}
{{- if not .Values.admin.existingSecret -}}{{- $missing = append $missing "admin.existingSecret" -}}{{- end -}}
{{- if not .Values.internalToken.existingSecret -}}{{- $missing = append $missing "internalToken.existingSecret" -}}{{- end -}}
{{- if not .Values.keys.existingSecret -}}{{- $missing = append $missing "keys.existingSecret" -}}{{- end -}}
{{- if and .Values.postgresql.bundled (not .Values.postgresql.existingSecret) -}}{{- $missing = append $missing "postgresql.existingSecret" -}}{{- end -}}
{{- if $missing -}}
{{- fail (printf "generateSecrets is false, so name a Secret of yours in each of: %s" (join ", " $missing)) -}}
{{- end -}}
{{- end -}}
{{- if and .Values.httpRoute.enabled (not .Values.httpRoute.parentRefs) -}}
{{- fail "httpRoute.parentRefs: name the Gateway that serves this route, for example [{name: public, namespace: gateways}]" -}}
{{- end -}}
{{- if and (gt (int .Values.gateway.replicas) 1) (not .Values.gateway.files.existingClaim) -}}
{{- if and (not (has "ReadWriteMany" .Values.gateway.files.accessModes)) (has "ReadWriteOncePod" .Values.gateway.files.accessModes) -}}
{{- fail "gateway.files.accessModes: ReadWriteOncePod allows one gateway only; use ReadWriteMany, or gateway.replicas=1" -}}
{{- end -}}
{{- end -}}
{{- end -}}
