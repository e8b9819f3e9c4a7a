#!/usr/bin/env bash
# Pins the dependencies of pyproject.toml with hashes: requirements.txt to run, requirements-dev.txt to work on it,
# requirements-embeddings.txt to run with sentence vectors (125 MB more, so neither of the others has them).
#
# Universal for Python 3.12 and newer on any system, and without a word about where the files come from.
# Words given are handed on: scripts/requirements.sh --upgrade-package django
set -euo pipefail
cd "$(dirname "$0")/.."

uv="$(command -v uv || true)"
[ -n "$uv" ] || uv=.venv/bin/uv
if [ ! -x "$uv" ]; then
    echo "requirements: uv is needed to pin, not to run. Install it: .venv/bin/python -m pip install uv" >&2
    exit 1
fi

pin() {
    local file="$1"
    shift
    UV_PYTHON_DOWNLOADS=never "$uv" pip compile pyproject.toml --python .venv/bin/python --quiet --universal \
        --python-version 3.12 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links \
        --extra postgres --group build --output-file "$file" "$@"
}

pin requirements.txt "$@"
pin requirements-dev.txt --group dev --constraint requirements.txt "$@"
pin requirements-embeddings.txt --extra embeddings --constraint requirements.txt "$@"
