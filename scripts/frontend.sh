#!/bin/sh
# Build the pages into contest/web/static, only when a source or the lock is newer than the last build.
set -eu
cd "$(dirname "$0")/.."
built=contest/web/static/.built
packages=frontend/node_modules/.lock-digest

digest() { sha256sum frontend/package-lock.json | cut -d' ' -f1; }

have_packages() { [ "$(cat "$packages" 2>/dev/null)" = "$(digest)" ]; }

get_packages() {
    have_packages && return 0
    echo "contest: fetching what frontend/package-lock.json names" >&2
    (cd frontend && sh ../scripts/node.sh npm ci --no-audit --no-fund --loglevel=error) >&2
    digest >"$packages"
}

is_fresh() {
    [ -f "$built" ] && have_packages || return 1
    [ -z "$(find frontend contest/locale -path frontend/node_modules -prune -o \
        -type f -newer "$built" ! -name '*.py' ! -name '*.pyc' ! -name '__pycache__' -print | head -n 1)" ]
}

if is_fresh; then
    exit 0
fi
get_packages
echo "contest: building the pages" >&2
started=$(mktemp)
(cd frontend && sh ../scripts/node.sh npm run --silent build) >&2
# Dated at the start of the build: what is saved while it runs is built the next time.
mv "$started" "$built"
