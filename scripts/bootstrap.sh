#!/usr/bin/env bash
# Makes .venv and installs what `run` or `dev` needs: bootstrap.sh [run|dev]
#
# Pinned and hashed, with plain pip. A second call with nothing changed takes a few milliseconds.
# NERVECENTER_PYTHON names the interpreter, where the search below finds the wrong one.
set -euo pipefail
cd "$(dirname "$0")/.."

wanted="${1:-run}"
case "$wanted" in
    run) requirements=requirements.txt ;;
    dev) requirements=requirements-dev.txt ;;
    *)
        echo "bootstrap: '$wanted' is not a set of dependencies. Say run or dev." >&2
        exit 2
        ;;
esac

venv=.venv
python="$venv/bin/python"
rejected=()

# Holds when the interpreter starts, is 3.12 or newer, and has the parts of the standard library that we need.
# A version manager's shim can be on PATH and yet answer only "command not found" (127): so it is run, not looked at.
usable() {
    "$1" - <<'PYTHON' 2>/dev/null
import sys
if sys.version_info < (3, 12):
    print("is Python %d.%d" % sys.version_info[:2])
    raise SystemExit(1)
try:
    import ensurepip, ssl, sqlite3, venv
except ImportError as missing:
    print("lacks the module %s" % missing.name)
    raise SystemExit(1)
if sqlite3.sqlite_version_info < (3, 37):
    print("has SQLite %s, and 3.37 is needed" % sqlite3.sqlite_version)
    raise SystemExit(1)
PYTHON
}

consider() {
    local reason
    if reason="$(usable "$1")"; then
        found="$1"
        return 0
    fi
    rejected+=("$1 ${reason:-does not start}")
    return 1
}

find_python() {
    found=""
    local name path folder
    if [ -n "${NERVECENTER_PYTHON:-}" ]; then
        consider "$NERVECENTER_PYTHON" && return 0
        explain_python
    fi
    for name in python3.14 python3.13 python3.12 python3; do
        path="$(command -v "$name" 2>/dev/null)" || continue
        consider "$path" && return 0
    done
    folder="${PYENV_ROOT:-$HOME/.pyenv}/versions"
    if [ -d "$folder" ]; then
        while IFS= read -r path; do
            [ -x "$folder/$path/bin/python3" ] || continue
            consider "$folder/$path/bin/python3" && return 0
        done < <(ls "$folder" | grep -E '^3\.[0-9]+\.[0-9]+$' | sort -t. -k2,2nr -k3,3nr)
    fi
    for path in /usr/bin/python3 /usr/local/bin/python3 /opt/homebrew/bin/python3; do
        [ -x "$path" ] || continue
        consider "$path" && return 0
    done
    explain_python
}

explain_python() {
    {
        echo "bootstrap: nervecenter needs Python 3.12 or newer, and none that works was found."
        [ "${#rejected[@]}" -eq 0 ] || printf '  %s\n' "${rejected[@]}"
        echo "Install one, and run the same command again:"
        echo "  Debian, Ubuntu   apt-get install python3 python3-venv   (Debian 13, Ubuntu 24.04 or newer)"
        echo "  Fedora           dnf install python3.13"
        echo "  macOS            brew install python@3.13"
        echo "  anywhere         pyenv install 3.13"
        echo "Or name it: NERVECENTER_PYTHON=/path/to/python3 make run"
    } >&2
    exit 1
}

# The stamp is what was installed, as one line: a change of either file, or of the interpreter, makes it differ.
fingerprint() {
    { "$python" -c 'import sys; print(sys.version)'; pwd; cat pyproject.toml "$1" scripts/bootstrap.sh; } | cksum
}

up_to_date() {
    [ -x "$python" ] && [ -f "$venv/installed-$1" ] || return 1
    [ "$(cat "$venv/installed-$1")" = "$(fingerprint "$2" 2>/dev/null)" ]
}

ready() {
    up_to_date dev requirements-dev.txt || { [ "$wanted" = run ] && up_to_date run requirements.txt; }
}

with_retry() {
    "$@" && return 0
    echo "bootstrap: that failed; once more in five seconds, in case it was the network." >&2
    sleep 5
    "$@"
}

if ready; then
    exit 0
fi

# Two calls at once would write into one environment: the second waits for the first, where flock is there.
if command -v flock >/dev/null 2>&1; then
    exec 9<"$0"
    flock 9
    if ready; then
        exit 0
    fi
fi

if ! { [ -x "$python" ] && usable "$python" >/dev/null && "$python" -m pip --version >/dev/null 2>&1; }; then
    find_python
    echo "Making the environment $venv with $("$found" -V) ($found)"
    rm -rf "$venv"
    "$found" -m venv "$venv"
fi

pip=("$python" -m pip --disable-pip-version-check --no-input --quiet)
echo "Installing the pinned dependencies of $requirements"
with_retry "${pip[@]}" install --require-hashes -r "$requirements" || {
    echo "bootstrap: the dependencies could not be installed. The lines above say why; mostly it is the network." >&2
    exit 1
}
"${pip[@]}" install --no-deps --no-build-isolation --no-index --editable .
rm -f "$venv"/installed-*
fingerprint "$requirements" >"$venv/installed-$wanted"
