#!/bin/sh
# Run a command with node and npm at hand: those on PATH if new enough, else ones put into .venv: node.sh npm ci
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
own=$root/.venv/bin

new_enough() {
    command -v "$1/npm" >/dev/null 2>&1 &&
        "$1/node" -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null
}

get_own() {
    sh "$root/scripts/venv.sh" run
    echo "contest: no Node 20.19 or newer on PATH, putting one into .venv" >&2
    "$own/python" -m pip --disable-pip-version-check install --quiet --require-hashes -r "$root/requirements-node.txt"
    if ! new_enough "$own"; then
        echo "contest: Node could not be set up; install Node 20.19 or newer and try again." >&2
        exit 1
    fi
}

folder=$(dirname "$(command -v node 2>/dev/null || echo /nowhere/node)")
if ! new_enough "$folder"; then
    folder=$own
    new_enough "$own" || get_own
fi
# Node knows only its own authorities; a company's or a school's proxy is known to the system.
authorities=/etc/ssl/certs/ca-certificates.crt
if [ -z "${NODE_EXTRA_CA_CERTS:-}" ] && [ -r "$authorities" ]; then
    export NODE_EXTRA_CA_CERTS="$authorities"
fi
PATH=$folder:$PATH exec "$@"
