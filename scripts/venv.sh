#!/bin/sh
# Make .venv hold exactly what a lock names, and the project itself: venv.sh run | test
# A stamp with the digests of what was installed makes the second run instant. $PYTHON names the Python to use.
set -eu
cd "$(dirname "$0")/.."

case "${1:-}" in
run) lock=requirements.txt ;;
test) lock=requirements-dev.txt ;;
*) echo "venv.sh: say run or test" >&2; exit 2 ;;
esac

say() { echo "contest: $*" >&2; }
fail() { say "$*"; exit 1; }

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if command -v "$python" >/dev/null 2>&1 && new_enough "$python"; then
            command -v "$python"
            return
        fi
    done
    fail "Python 3.11 or newer is needed and was not found; set PYTHON to one."
}

# Debian and Ubuntu ship Python without venv and pip.
has_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

get_venv() {
    version=$("$1" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        fail "$1 has no venv module; ask your administrator to install the package $version-venv."
    fi
    say "installing $version-venv"
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends "$version-venv"; } >&2
    has_venv "$1" || fail "$version-venv was installed, but $1 still has no venv module; set PYTHON to another Python."
}

make_venv() {
    python=$(find_python)
    has_venv "$python" || get_venv "$python"
    say "making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
}

digest() { cat requirements.txt requirements-dev.txt setup.cfg setup.py pyproject.toml | sha256sum | cut -d' ' -f1; }

stamped() { [ "$(cat ".venv/stamp-$1" 2>/dev/null)" = "$(digest) $PWD" ]; }

# The test lock holds all of the run lock at the same versions, so its stamp serves both.
if { stamped "$1" || stamped test; } && [ -x .venv/bin/contest ] && .venv/bin/python -c '' 2>/dev/null; then
    exit 0
fi
# A venv that was moved or whose Python is gone cannot be mended.
if ! .venv/bin/python -m pip --version >/dev/null 2>&1 || [ "$(cat .venv/place 2>/dev/null)" != "$PWD" ]; then
    make_venv
    echo "$PWD" >.venv/place
fi
say "installing what $lock names"
pip() { .venv/bin/python -m pip --disable-pip-version-check "$@"; }
pip install --quiet --require-hashes -r "$lock"
pip install --quiet --no-build-isolation --no-deps --editable .
echo "$(digest) $PWD" >".venv/stamp-$1"
