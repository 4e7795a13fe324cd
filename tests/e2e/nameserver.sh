#!/usr/bin/env bash
# All samples against a name server from the distribution (NSD), with the zone that the samples
# make: the same verdict as from their recorded answers, and a recording of it replays to the same
# bytes. Then the route of a domain.
#
# usage: tests/e2e/nameserver.sh HOPCHECK
set -euo pipefail
hopcheck=$(realpath "${1:?the program to test}")
cd "$(dirname "$0")/../.."
command -v nsd >/dev/null || { echo "nsd is not installed (Debian: apt-get install nsd)"; exit 1; }

work=$(mktemp -d)
server=
stop() {
    [ -z "$server" ] || { kill "$server" && wait "$server"; } 2>/dev/null || true
    rm -rf "$work"
}
trap stop EXIT
printf '' >"$work/hopcheck.toml"

# A free port: the first on which the server starts.
start() {
    for port in $(shuf -i 20000-60000 -n 20); do
        cat >"$work/nsd.conf" <<CONF
server:
    ip-address: 127.0.0.1@$port
    server-count: 1
    username: ""
    zonesdir: "$PWD/tests/zones"
    database: ""
    pidfile: "$work/nsd.pid"
    xfrdfile: "$work/xfrd.state"
    zonelistfile: "$work/zone.list"
    xfrdir: "$work"
    logfile: "$work/nsd.log"
remote-control:
    control-enable: no
zone:
    name: "."
    zonefile: "samples.zone"
CONF
        nsd -d -c "$work/nsd.conf" >"$work/nsd.out" 2>&1 &
        server=$!
        for _ in $(seq 50); do
            kill -0 "$server" 2>/dev/null || break
            answer=$("$hopcheck" route mx1.example.net --dns "127.0.0.1:$port" --dns-timeout 0.5 \
                --config "$work/hopcheck.toml" 2>/dev/null || true)
            grep -q 'receives at its own address' <<<"$answer" && return
            sleep 0.1
        done
        kill "$server" 2>/dev/null || true
        server=
    done
    cat "$work/nsd.out" "$work/nsd.log" 2>/dev/null
    echo "nsd does not answer"
    exit 1
}
start

words=(--config "$work/hopcheck.toml" --now 2026-03-04T12:00:00Z --format json)
samples=()
for sample in samples/*.eml; do
    [ ! -e "${sample%.eml}.dns.json" ] || samples+=("$sample")
done
"$hopcheck" "${samples[@]}" "${words[@]}" --dns "127.0.0.1:$port" --dns-record "$work/r.json" >"$work/live"
"$hopcheck" "${samples[@]}" "${words[@]}" --dns-replay "$work/r.json" >"$work/replayed"
cmp "$work/live" "$work/replayed" || { echo "a replayed run differs"; exit 1; }

# The message's verdict; those of hops have a line number in front, not a score behind.
verdict() { grep -o '"envelope":.*' | grep -o '"verdict":"[a-z]*","score"' | head -1; }
count=0
while read -r live; do
    sample=${samples[$count]}
    now=$(verdict <<<"$live")
    then=$("$hopcheck" "$sample" "${words[@]}" --dns-replay "${sample%.eml}.dns.json" 2>/dev/null | verdict)
    [ -n "$now" ] && [ "$now" = "$then" ] || { echo "$sample: $now live, $then recorded"; exit 1; }
    count=$((count + 1))
done <"$work/live"
[ "$count" = "${#samples[@]}" ] || { echo "$count reports for ${#samples[@]} samples"; exit 1; }

"$hopcheck" route northfield-steel.example --dns "127.0.0.1:$port" --config "$work/hopcheck.toml" \
    >"$work/route"
for part in 'in1.northfield-steel.example' '192.0.2.208/28' 'fail      every other address'; do
    grep -qF "$part" "$work/route" || { echo "route: $part is missing"; cat "$work/route"; exit 1; }
done
echo "$count samples agree with nsd $(nsd -v 2>&1 | head -1 | grep -o '[0-9][0-9.]*' | head -1)"
