#!/bin/sh
# Print the folder that holds node and npm: the one on PATH if it is new enough, else one put into .venv.
set -eu
cd "$(dirname "$0")/.."

new_enough() {
    command -v "$1/npm" >/dev/null 2>&1 &&
        "$1/node" -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null
}

on_path=$(dirname "$(command -v node 2>/dev/null || echo /nowhere/node)")
own=$PWD/.venv/bin
for folder in "$on_path" "$own"; do
    if new_enough "$folder"; then
        echo "$folder"
        exit 0
    fi
done

sh scripts/venv.sh run
echo "contest: no Node 20.19 or newer on PATH, putting one into .venv" >&2
.venv/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes -r requirements-node.txt
if ! new_enough "$own"; then
    echo "contest: Node could not be set up; install Node 20.19 or newer and try again." >&2
    exit 1
fi
echo "$own"
