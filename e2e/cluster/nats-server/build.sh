#!/usr/bin/env bash
# Builds the NATS server once into DIR (default: ~/.cache/ocmfed/nats-VERSION).
set -euo pipefail
cd "$(dirname "$0")"
version=$(go list -m -f '{{.Version}}' github.com/nats-io/nats-server/v2)
dir=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/ocmfed/nats-$version}
if [ -x "$dir/nats-server" ]; then echo "$dir"; exit 0; fi
mkdir -p "$dir"
CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o "$dir/nats-server.tmp" .
mv "$dir/nats-server.tmp" "$dir/nats-server"
echo "$dir"
