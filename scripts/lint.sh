#!/usr/bin/env bash
# All checks that need no test run. Each one speaks, and the script fails at the end if any of them did.
set -uo pipefail
cd "$(dirname "$0")/.."

failed=()
check() {
    local name="$1"
    shift
    echo "== $name"
    "$@" </dev/null || failed+=("$name")
}

templates() {
    local files=()
    while IFS= read -r -d '' file; do
        [ -f "$file" ] && files+=("$file")
    done < <(git ls-files -z -- 'nervecenter/*.html')
    [ "${#files[@]}" -eq 0 ] || .venv/bin/djade --check --target-version 6.1 "${files[@]}"
}

data="$(mktemp -d)"
trap 'rm -rf "$data"' EXIT
export NERVECENTER_DATA="$data" DJANGO_SETTINGS_MODULE=nervecenter.site.settings

check "ruff: rules" .venv/bin/ruff check .
check "ruff: format" .venv/bin/ruff format --check .
check "mypy: types" .venv/bin/mypy
check "import-linter: layers" .venv/bin/lint-imports --no-logo
check "djade: templates" templates
check "django: system check" .venv/bin/python -m django check --fail-level WARNING
check "django: migrations match the models" .venv/bin/python -m django makemigrations --check --dry-run

echo
if [ "${#failed[@]}" -eq 0 ]; then
    echo "lint: clean"
else
    printf 'lint: failed: %s\n' "${failed[@]}"
    exit 1
fi
