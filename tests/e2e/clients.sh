#!/usr/bin/env bash
# Real clients deliver to `hopcheck serve`: swaks, curl, msmtp, Python's smtplib, openssl s_client,
# and a Postfix as relay client over TLS and over LMTP. Every message must be in the Maildir once,
# with one report. Usage: clients.sh PATH-TO-HOPCHECK
set -euo pipefail
hopcheck=$(realpath "$1")
here=$(mktemp -d)
chmod 755 "$here"
cd "$here"
pids=()
finish() {
  status=$?
  [ ! -d "$here/postfix" ] || postfix -c "$here/postfix" stop >/dev/null 2>&1 || true
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  [ $status = 0 ] || { cat "$here"/log.* 2>/dev/null; cat "$here/maillog" 2>/dev/null || true; }
  rm -rf "$here"
  exit $status
}
trap finish EXIT
fail() { echo "FAILED: $*"; exit 1; }

port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
smtp=$(port) lmtp=$(port)
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout key.pem -out cert.pem \
  -subj /CN=mx.example.org -addext subjectAltName=DNS:mx.example.org 2>/dev/null

serve() { # name port option...
  local name=$1 port=$2
  shift 2
  "$hopcheck" serve --offline --host mx.example.org --listen "127.0.0.1:$port" \
    --tls-cert cert.pem --tls-key key.pem --spool "mail.$name" --report "reports.$name" "$@" \
    2>"log.$name" &
  pids+=($!)
  for _ in $(seq 200); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then return; fi
    sleep 0.05
  done
  fail "$name does not listen"
}
serve smtp "$smtp"
serve lmtp "$lmtp" --lmtp

message() { printf 'From: a@b.example\r\nTo: c@d.example\r\nSubject: %s\r\n\r\n.a dot\r\nbody of %s\r\n' "$1" "$1"; }
# The one message of that subject, with its report.
arrived() { # server subject [protocol]
  for _ in $(seq 200); do
    found=$(grep -lr "^Subject: $2"$'\r' "mail.$1/new" 2>/dev/null || true)
    [ -z "$found" ] || break
    sleep 0.05
  done
  [ "$(wc -l <<<"$found")" = 1 ] && [ -n "$found" ] || fail "$2: stored ${found:-not at all}"
  grep -q "^body of $2"$'\r' "$found" && grep -q "^\.a dot"$'\r' "$found" || fail "$2: content changed"
  name=$(basename "$found")
  [ "$(grep -c "/new/$name\"" "reports.$1")" = 1 ] || fail "$2: not one report"
  [ -z "${3:-}" ] || grep -q "(hopcheck) with $3 id" "$found" || fail "$2: not by $3"
  echo "ok $2"
}

message swaks >swaks.eml
swaks --server "127.0.0.1:$smtp" --from a@b.example --to c@d.example --tls --data @swaks.eml >swaks.out ||
  { cat swaks.out; fail swaks; }
arrived smtp swaks ESMTPS
message swaks-pipelined >swaks.eml
swaks --server "127.0.0.1:$smtp" --from a@b.example --to c@d.example --pipeline --data @swaks.eml >swaks.out ||
  { cat swaks.out; fail swaks --pipeline; }
arrived smtp swaks-pipelined ESMTP

message curl >curl.eml
curl --silent --show-error --ssl-reqd --cacert cert.pem --resolve "mx.example.org:$smtp:127.0.0.1" \
  "smtp://mx.example.org:$smtp/client.example" --mail-from a@b.example --mail-rcpt c@d.example -T curl.eml
arrived smtp curl ESMTPS

message msmtp | tr -d '\r' | msmtp --host=127.0.0.1 --port="$smtp" --from=a@b.example --tls=on \
  --tls-starttls=on --tls-certcheck=off --auth=off c@d.example
arrived smtp msmtp ESMTPS

python3 - "$smtp" "$lmtp" <<'PY'
import smtplib, ssl, sys
text = lambda n: f"From: a@b.example\r\nTo: c@d.example\r\nSubject: {n}\r\n\r\n.a dot\r\nbody of {n}\r\n"
context = ssl.create_default_context(cafile="cert.pem")
with smtplib.SMTP("127.0.0.1", int(sys.argv[1])) as s:
    s._host = "mx.example.org"
    s.starttls(context=context)
    assert s.sendmail("a@b.example", ["c@d.example", "hidden@d.example"], text("smtplib")) == {}
    assert s.verify("someone")[0] == 252
    assert s.expn("list")[0] == 502
    assert s.mail("a@b.example")[0] == 250
    assert s.docmd("RCPT", "TO:<not an address>")[0] == 501
with smtplib.LMTP("127.0.0.1", int(sys.argv[2])) as s:
    assert s.sendmail("a@b.example", ["c@d.example"], text("smtplib-lmtp")) == {}
PY
arrived smtp smtplib ESMTPS
arrived lmtp smtplib-lmtp LMTP
grep -q hidden@d.example mail.smtp/new/* && fail "a hidden recipient is in a message"
grep -q hidden@d.example reports.smtp || fail "a hidden recipient is not in the report"

{ sleep 0.5; for line in 'EHLO client.example' 'MAIL FROM:<a@b.example>' 'RCPT TO:<c@d.example>' DATA; do
    printf '%s\n' "$line"; sleep 0.2
  done; message openssl | tr -d '\r' | sed 's/^\./../'; printf '.\n'; sleep 0.5; printf 'QUIT\n'; sleep 0.2; } |
  timeout 20 openssl s_client -quiet -crlf -starttls smtp -connect "127.0.0.1:$smtp" -CAfile cert.pem \
    -verify_return_error -verify_hostname mx.example.org >openssl.out 2>&1 || true
grep -q '^250 2.0.0 taken as' openssl.out || { cat openssl.out; fail openssl; }
arrived smtp openssl ESMTPS

# A Postfix of our own, as a client only.
mkdir -p postfix/queue postfix/data
chown postfix postfix/data
cat >postfix/main.cf <<CF
compatibility_level = 3.6
queue_directory = $here/postfix/queue
data_directory = $here/postfix/data
daemon_directory = /usr/lib/postfix/sbin
command_directory = /usr/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = client.example
mydestination =
inet_interfaces = loopback-only
inet_protocols = ipv4
alias_maps =
maillog_file = $here/maillog
maillog_file_prefixes = $here
transport_maps = inline:{d.example=smtp:[127.0.0.1]:$smtp, l.example=lmtp:inet:127.0.0.1:$lmtp}
smtp_tls_security_level = encrypt
lmtp_tls_security_level = none
smtp_tls_loglevel = 1
CF
sed -E '/^#/d; s/^(smtp +inet.*)/#\1/' /usr/share/postfix/master.cf.dist >postfix/master.cf
postfix -c "$here/postfix" start >postfix.out 2>&1 || { cat postfix.out; fail "postfix does not start"; }
message postfix-smtp | tr -d '\r' | sendmail -C "$here/postfix" -f a@b.example c@d.example
message postfix-lmtp | tr -d '\r' | sendmail -C "$here/postfix" -f a@b.example c@l.example
arrived smtp postfix-smtp ESMTPS
arrived lmtp postfix-lmtp LMTP

for name in smtp lmtp; do
  stored=$(find "mail.$name/new" -type f | wc -l)
  [ "$stored" = "$(wc -l <"reports.$name")" ] || fail "$name: $stored stored, other number reported"
done
echo "all clients delivered"
