#!/usr/bin/env bash
# Runs a command against a PostgreSQL of its own: postgres.sh [--durable] COMMAND...
#
# The server lives in a temporary folder, listens on a random loopback port and a socket there, and is stopped and
# removed whatever happens. The command finds it in NERVECENTER_DATABASE_URL. Without --durable it does not wait for
# the disk: right for tests, wrong for measuring. Where no server can be had, it says "skipped" and answers 0.
set -uo pipefail
here="$(cd "$(dirname "$0")" && pwd)"

settings=(-c fsync=off -c synchronous_commit=off -c full_page_writes=off)
if [ "${1:-}" = --durable ]; then
    settings=()
    shift
fi
if [ "$#" -eq 0 ]; then
    echo "postgres: say which command to run: scripts/postgres.sh COMMAND..." >&2
    exit 2
fi

# The newest of Debian's servers (they are not on PATH), else what is on PATH; 15 or newer.
find_server() {
    local folder version
    bin=""
    for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5,5nr) "$(dirname "$(command -v initdb || echo /none/initdb)")"; do
        [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && [ -x "$folder/postgres" ] || continue
        version="$("$folder/postgres" --version | sed -E 's/^[^0-9]*([0-9]+).*/\1/')"
        if [ "$version" -ge 15 ]; then
            bin="$folder"
            return 0
        fi
    done
    return 1
}

skip() {
    echo "SKIPPED: the run on PostgreSQL. No server of version 15 or newer is here, and $1."
    exit 0
}

# Debian starts a cluster of its own right after installing; nobody asked for that one.
install_server() {
    local quiet=/etc/postgresql-common/createcluster.d/nervecenter-tests.conf
    echo "No PostgreSQL server here: trying to install it."
    "$here/apt.sh" postgresql-common || return 1
    mkdir -p "${quiet%/*}" && echo "create_main_cluster = false" >"$quiet"
    "$here/apt.sh" postgresql
    local answer=$?
    rm -f "$quiet"
    return "$answer"
}

if ! find_server; then
    reason="$(install_server | tail -1)"
    find_server || skip "$reason"
fi

# initdb refuses to run as root.
as_owner=()
folder="$(mktemp -d "${TMPDIR:-/tmp}/nervecenter-postgres.XXXXXX")"
if [ "$(id -u)" -eq 0 ]; then
    owner=nobody
    id postgres >/dev/null 2>&1 && owner=postgres
    chown "$owner" "$folder"
    as_owner=(setpriv --reuid "$owner" --regid "$(id -g "$owner")" --clear-groups --)
    command -v setpriv >/dev/null 2>&1 || as_owner=(runuser -u "$owner" --)
fi

stop() {
    if [ -f "$folder/data/postmaster.pid" ]; then
        (cd "$folder" && "${as_owner[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate -s stop >/dev/null 2>&1)
    fi
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

fail() {
    echo "postgres: $1. Its log:" >&2
    tail -20 "$folder"/*.log >&2 2>/dev/null
    exit 1
}

password="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
printf '%s\n' "$password" >"$folder/password"
chmod 600 "$folder/password"
[ "${#as_owner[@]}" -eq 0 ] || chown "$owner" "$folder/password"

cd "$folder" || exit 1
"${as_owner[@]}" "$bin/initdb" -D "$folder/data" -U nervecenter --pwfile "$folder/password" --auth scram-sha-256 \
    --encoding UTF8 --locale C.UTF-8 --no-sync >"$folder/initdb.log" 2>&1 || fail "initdb failed"

started=""
for _ in 1 2 3 4 5; do
    port=$((20000 + (RANDOM * 32768 + RANDOM) % 20000))
    if "${as_owner[@]}" "$bin/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w -t 30 -s -o \
        "-p $port -k $folder -c listen_addresses=127.0.0.1 -c max_connections=100 ${settings[*]:-}" start >/dev/null 2>&1; then
        started=yes
        break
    fi
done
[ -n "$started" ] || fail "the server did not start"
PGPASSWORD="$password" "$bin/createdb" -h 127.0.0.1 -p "$port" -U nervecenter nervecenter || fail "createdb failed"
cd "$OLDPWD" || exit 1

export NERVECENTER_DATABASE_URL="postgresql://nervecenter:$password@127.0.0.1:$port/nervecenter"
echo "$("$bin/postgres" --version) runs on 127.0.0.1:$port for: $*"
"$@"
