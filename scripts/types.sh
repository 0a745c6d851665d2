#!/bin/sh
# Write frontend/generated/api.ts, the types that the pages have of the API, when the server's sources or the lock are newer.
# Types are erased when the pages are built, so only those who check the pages need it: `make run` does not come here.
set -eu
cd "$(dirname "$0")/.."
types=frontend/generated/api.ts

is_fresh() {
    [ -f "$types" ] && [ -z "$(find contest frontend/package-lock.json scripts/types.sh -type f \
        \( -name '*.py' -o -name package-lock.json -o -name types.sh \) -newer "$types" -print | head -n 1)" ]
}

if is_fresh; then
    exit 0
fi
sh scripts/packages.sh
echo "contest: writing the types of the API" >&2
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
touch "$made/started"
.venv/bin/contest openapi >"$made/openapi.json"
# A default is what the server takes where nothing is said, so what has one may be left out.
sh scripts/node.sh frontend/node_modules/.bin/openapi-typescript "$made/openapi.json" --output "$made/api.ts" \
    --root-types --root-types-no-schema-prefix --default-non-nullable=false >/dev/null
# Dated at the start: what is saved while it runs is read the next time.
touch -r "$made/started" "$made/api.ts"
mkdir -p frontend/generated
mv "$made/api.ts" "$types"
