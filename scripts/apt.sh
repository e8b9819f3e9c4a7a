#!/usr/bin/env bash
# Installs Debian packages where that is allowed: apt.sh PACKAGE...
#
# Allowed means: apt-get is there, we are root, and NERVECENTER_APT is not "no". Answers 1 with the reason otherwise.
set -uo pipefail

if [ "${NERVECENTER_APT:-yes}" = no ]; then
    echo "NERVECENTER_APT=no forbids installing $*"
    exit 1
fi
if ! command -v apt-get >/dev/null 2>&1; then
    echo "this system has no apt-get to install $* with"
    exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
    echo "installing needs root: sudo apt-get install $*"
    exit 1
fi

log="$(mktemp)"
trap 'rm -f "$log"' EXIT
attempt() {
    DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 update >"$log" 2>&1 </dev/null &&
        DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=120 install --no-install-recommends "$@" \
            >>"$log" 2>&1 </dev/null
}
if attempt "$@"; then
    exit 0
fi
sleep 5
if attempt "$@"; then
    exit 0
fi
echo "apt-get could not install $*: $(grep -E '^(E|Err|W):' "$log" | tail -1)"
exit 1
