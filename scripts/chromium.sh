#!/usr/bin/env bash
# Sees to it that a Chromium is there for the browser tests, or says aloud that they will be skipped. Never fails.
set -uo pipefail
cd "$(dirname "$0")/.."

present() {
    [ -n "${NERVECENTER_CHROMIUM:-}" ] && [ -x "$NERVECENTER_CHROMIUM" ] && return 0
    local name
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    return 1
}

present && exit 0
echo "No Chromium here: trying to install it for the browser tests."
if reason="$(scripts/apt.sh chromium fonts-dejavu-core)" && present; then
    exit 0
fi
echo "SKIPPED: the browser tests. There is no Chromium, and ${reason:-it did not start}."
exit 0
