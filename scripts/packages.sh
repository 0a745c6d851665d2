#!/bin/sh
# Fetch what frontend/package-lock.json names, only when the lock changed: packages.sh, or packages.sh --there to ask whether it is.
set -eu
cd "$(dirname "$0")/.."
packages=frontend/node_modules/.lock-digest

digest() { sha256sum frontend/package-lock.json | cut -d' ' -f1; }

if [ "$(cat "$packages" 2>/dev/null)" = "$(digest)" ]; then
    exit 0
fi
[ "${1:-}" != --there ] || exit 1
echo "contest: fetching what frontend/package-lock.json names" >&2
(cd frontend && sh ../scripts/node.sh npm ci --no-audit --no-fund --loglevel=error) >&2
digest >"$packages"
