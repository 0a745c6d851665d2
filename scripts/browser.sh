#!/bin/sh
# Print the path of a Chromium that has just opened a page here, setting one up if need be; fail if none can be had.
# Order: $CHROME, one on PATH, Debian's package when root, playwright's own, the npm package @sparticuz/chromium.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
own=$root/.venv/browser

say() { echo "contest: $*" >&2; }

works() { [ -x "$1" ] && .venv/bin/python scripts/opens_a_page.py "$1"; }

# What worked before is not asked again for the same file.
remembered() { [ "$(cat "$own/works" 2>/dev/null)" = "$1 $(stat -L -c %Y.%s "$1" 2>/dev/null)" ]; }

answer_if_it_works() {
    [ -n "$1" ] || return 0
    if ! remembered "$1"; then
        works "$1" || return 0
        mkdir -p "$own"
        echo "$1 $(stat -L -c %Y.%s "$1")" >"$own/works"
    fi
    echo "$1"
    exit 0
}

# The fonts are for the Chinese of the pages: a bare machine has none.
from_apt() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 0
    say "installing chromium and a Chinese font"
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk; } >&2 ||
        say "apt-get could not install chromium"
    command -v chromium || true
}

# Only the browser: its system libraries may be missing, which the trial page finds out.
from_playwright() {
    [ -x .venv/bin/playwright ] || return 0
    say "fetching playwright's browser"
    PLAYWRIGHT_BROWSERS_PATH=$own/playwright timeout 300 .venv/bin/playwright install chromium --only-shell >/dev/null 2>&1 ||
        say "playwright could not fetch its browser"
    find "$own/playwright" -type f \( -name chrome-headless-shell -o -name headless_shell \) 2>/dev/null | head -n 1
}

# A headless build that brings its libraries along.
from_npm() {
    say "fetching the npm package @sparticuz/chromium"
    mkdir -p "$own/npm"
    cp scripts/browser/package.json scripts/browser/package-lock.json "$own/npm/"
    (cd "$own/npm" && sh "$root/scripts/node.sh" npm ci --no-audit --no-fund --loglevel=error) >&2 || return 0
    (cd "$own/npm" && TMPDIR=$own/npm AWS_EXECUTION_ENV=AWS_Lambda_nodejs22.x \
        sh "$root/scripts/node.sh" node --input-type=module -e '
        import chromium from "@sparticuz/chromium"
        await chromium.executablePath()') >&2 || return 0
    cat >"$own/chromium" <<END
#!/bin/sh
[ -d /etc/fonts ] || export FONTCONFIG_PATH="$own/npm/fonts"
export LD_LIBRARY_PATH="$own/npm/al2023/lib\${LD_LIBRARY_PATH:+:\$LD_LIBRARY_PATH}"
exec "$own/npm/chromium" "\$@"
END
    chmod +x "$own/chromium"
    echo "$own/chromium"
}

if [ -n "${CHROME:-}" ]; then
    answer_if_it_works "$(command -v "$CHROME" || true)"
    say "CHROME is set to $CHROME, which opens no page."
    exit 1
fi
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    answer_if_it_works "$(command -v "$name" || true)"
done
answer_if_it_works "$(sed 's/ [^ ]*$//' "$own/works" 2>/dev/null || true)"
for way in from_apt from_playwright from_npm; do
    answer_if_it_works "$($way)"
done
say "no browser for the tests: install chromium, or set CHROME to one."
exit 1
