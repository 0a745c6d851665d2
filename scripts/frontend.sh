#!/bin/sh
# Build the pages into contest/web/static, only when a source or the lock is newer than the last build.
set -eu
cd "$(dirname "$0")/.."
built=contest/web/static/.built

is_fresh() {
    [ -f "$built" ] && sh scripts/packages.sh --there || return 1
    [ -z "$(find frontend contest/locale \( -path frontend/node_modules -o -path frontend/generated \) -prune -o \
        -type f -newer "$built" ! -name '*.py' ! -name '*.pyc' ! -name '__pycache__' -print | head -n 1)" ]
}

if is_fresh; then
    exit 0
fi
sh scripts/packages.sh
echo "contest: building the pages" >&2
started=$(mktemp)
(cd frontend && sh ../scripts/node.sh npm run --silent build) >&2
# Dated at the start of the build: what is saved while it runs is built the next time.
mv "$started" "$built"
