# shellcheck shell=bash
# A PostgreSQL server of one's own for a script, on a free port of the loopback address. Sourced after lib.sh.

# The newest complete one in PATH or where Debian puts it.
postgres_folder() {
  local folder program
  { printf '%s' "$PATH" | tr ':' '\n'; echo; find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -rV; } |
    while read -r folder; do
      for program in initdb pg_ctl createdb; do [ -x "$folder/$program" ] || continue 2; done
      echo "$folder"
      break
    done
}

# It refuses to run as root; Debian's package brings a user for it.
as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

# postgres_start FOLDER PORT - durable as in production. Says the address of its database on standard output.
postgres_start() {
  local folder=$1 port=$2 bin
  bin=$(postgres_folder)
  [ -n "$bin" ] || fail "PostgreSQL is not installed"
  mkdir -p "$folder"
  [ "$(id -u)" -ne 0 ] || chown postgres "$folder"
  as_postgres "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C >"$folder.log" 2>&1 ||
    fail "initdb failed; its log: $folder.log"
  as_postgres "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 60 \
    -o "-c listen_addresses=127.0.0.1 -k '$folder' -p $port" start >>"$folder.log" 2>&1 ||
    fail "PostgreSQL does not start; its log: $folder/log"
  "$bin/createdb" -h 127.0.0.1 -U postgres -p "$port" sightline || fail "createdb failed"
  printf 'postgres://postgres@127.0.0.1:%s/sightline\n' "$port"
}

postgres_stop() {
  as_postgres "$(postgres_folder)/pg_ctl" -D "$1/data" -m fast stop >/dev/null 2>&1 || true
}
