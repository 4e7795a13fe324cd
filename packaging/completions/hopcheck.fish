# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_hopcheck_global_optspecs
    string join \n format= fail-on= redact deliver= deliver-queue= deliver-queue-size= deliver-timeout= deliver-only offline dns= dns-timeout= dns-record= dns-replay= trusted-network= own-host= authserv-id= now= rules= config= color= h/help V/version
end

function __fish_hopcheck_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_hopcheck_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_hopcheck_using_subcommand
    set -l cmd (__fish_hopcheck_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c hopcheck -n "__fish_hopcheck_needs_command" -l format -d 'Form of the report [default: text]' -r -f -a "text\t'For people'
json\t'One JSON object on a line of its own for each message'
html\t'One page for a browser'
ecs\t'Elastic Common Schema, a line for each message'
ocsf\t'Open Cybersecurity Schema Framework, one or two lines for each message'
cef\t'Common Event Format, a line for each message'
stix\t'A STIX 2.1 bundle on a line of its own for each message'
misp\t'A MISP event on a line of its own for each message'
sarif\t'A SARIF 2.1.0 log on a line of its own for each message'"
complete -c hopcheck -n "__fish_hopcheck_needs_command" -l fail-on -d 'Exit with 1 if a verdict is this or worse [default: never]' -r -f -a "suspicious\t''
forged\t''
never\t''"
complete -c hopcheck -n "__fish_hopcheck_needs_command" -l deliver -d 'Send the reports there, and not to standard output' -r -f
complete -c hopcheck -n "__fish_hopcheck_needs_command" -l deliver-queue -d 'Keep in DIR what is not taken, for a later run' -r -f -a "(__fish_complete_directories)"
complete -c hopcheck -n "__fish_hopcheck_needs_command" -l deliver-queue-size -d 'Most that waits in the queue [default: 268435456]' -r
complete -c hopcheck -n "__fish_hopcheck_needs_command" -l deliver-timeout -d 'How long to try in the end [default: 60]' -r
complete -c hopcheck -n "__fish_hopcheck_needs_command" -l dns -d 'Ask this server and no other [default: the system\'s]' -r
complete -c hopcheck -n "__fish_hopcheck_needs_command" -l dns-timeout -d 'How long the questions of one message may take [default: 3]' -r
complete -c hopcheck -n "__fish_hopcheck_needs_command" -l dns-record -d 'Write all questions and answers to FILE' -r -F
complete -c hopcheck -n "__fish_hopcheck_needs_command" -l dns-replay -d 'Answer questions from FILE alone, and take its clock' -r -F
complete -c hopcheck -n "__fish_hopcheck_needs_command" -l trusted-network -d 'Believe the lines of hosts in this network (repeatable)' -r
complete -c hopcheck -n "__fish_hopcheck_needs_command" -l own-host -d 'A name that our own servers write in `by` (repeatable)' -r
complete -c hopcheck -n "__fish_hopcheck_needs_command" -l authserv-id -d 'Believe Authentication-Results of this server (repeatable)' -r
complete -c hopcheck -n "__fish_hopcheck_needs_command" -l now -d 'Take this for the present time' -r
complete -c hopcheck -n "__fish_hopcheck_needs_command" -l rules -d 'More rules and data, besides those built in (repeatable)' -r -f -a "(__fish_complete_directories)"
complete -c hopcheck -n "__fish_hopcheck_needs_command" -l config -d 'Read this configuration file and no other' -r -F
complete -c hopcheck -n "__fish_hopcheck_needs_command" -l color -d 'When to colour [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t''
never\t''"
complete -c hopcheck -n "__fish_hopcheck_needs_command" -l redact -d 'Hide recipients and the local parts of addresses'
complete -c hopcheck -n "__fish_hopcheck_needs_command" -l deliver-only -d 'Read no message, and deliver what waits in the queue'
complete -c hopcheck -n "__fish_hopcheck_needs_command" -l offline -d 'Ask the DNS nothing'
complete -c hopcheck -n "__fish_hopcheck_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hopcheck -n "__fish_hopcheck_needs_command" -s V -l version -d 'Print version'
complete -c hopcheck -n "__fish_hopcheck_needs_command" -a "check" -d 'Report on messages; the same as `hopcheck FILE`'
complete -c hopcheck -n "__fish_hopcheck_needs_command" -a "scan" -d 'Report on every message of mailbox stores'
complete -c hopcheck -n "__fish_hopcheck_needs_command" -a "learn" -d 'Make a configuration of what a mailbox shows of our side'
complete -c hopcheck -n "__fish_hopcheck_needs_command" -a "serve" -d 'Take mail over SMTP or LMTP, analyse it, store it, report on it'
complete -c hopcheck -n "__fish_hopcheck_needs_command" -a "rules" -d 'List rules and facts, and check rules of one\'s own'
complete -c hopcheck -n "__fish_hopcheck_needs_command" -a "route" -d 'Say who receives mail for a domain, and who may send it'
complete -c hopcheck -n "__fish_hopcheck_needs_command" -a "explain" -d 'Explain a rule'
complete -c hopcheck -n "__fish_hopcheck_needs_command" -a "report-abuse" -d 'Write a complaint about the origin of a message, for you to send'
complete -c hopcheck -n "__fish_hopcheck_needs_command" -a "schema" -d 'Print the JSON Schema of the report'
complete -c hopcheck -n "__fish_hopcheck_needs_command" -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand check" -l format -d 'Form of the report [default: text]' -r -f -a "text\t'For people'
json\t'One JSON object on a line of its own for each message'
html\t'One page for a browser'
ecs\t'Elastic Common Schema, a line for each message'
ocsf\t'Open Cybersecurity Schema Framework, one or two lines for each message'
cef\t'Common Event Format, a line for each message'
stix\t'A STIX 2.1 bundle on a line of its own for each message'
misp\t'A MISP event on a line of its own for each message'
sarif\t'A SARIF 2.1.0 log on a line of its own for each message'"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand check" -l fail-on -d 'Exit with 1 if a verdict is this or worse [default: never]' -r -f -a "suspicious\t''
forged\t''
never\t''"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand check" -l deliver -d 'Send the reports there, and not to standard output' -r -f
complete -c hopcheck -n "__fish_hopcheck_using_subcommand check" -l deliver-queue -d 'Keep in DIR what is not taken, for a later run' -r -f -a "(__fish_complete_directories)"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand check" -l deliver-queue-size -d 'Most that waits in the queue [default: 268435456]' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand check" -l deliver-timeout -d 'How long to try in the end [default: 60]' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand check" -l dns -d 'Ask this server and no other [default: the system\'s]' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand check" -l dns-timeout -d 'How long the questions of one message may take [default: 3]' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand check" -l dns-record -d 'Write all questions and answers to FILE' -r -F
complete -c hopcheck -n "__fish_hopcheck_using_subcommand check" -l dns-replay -d 'Answer questions from FILE alone, and take its clock' -r -F
complete -c hopcheck -n "__fish_hopcheck_using_subcommand check" -l trusted-network -d 'Believe the lines of hosts in this network (repeatable)' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand check" -l own-host -d 'A name that our own servers write in `by` (repeatable)' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand check" -l authserv-id -d 'Believe Authentication-Results of this server (repeatable)' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand check" -l now -d 'Take this for the present time' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand check" -l rules -d 'More rules and data, besides those built in (repeatable)' -r -f -a "(__fish_complete_directories)"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand check" -l config -d 'Read this configuration file and no other' -r -F
complete -c hopcheck -n "__fish_hopcheck_using_subcommand check" -l color -d 'When to colour [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t''
never\t''"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand check" -l redact -d 'Hide recipients and the local parts of addresses'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand check" -l deliver-only -d 'Read no message, and deliver what waits in the queue'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand check" -l offline -d 'Ask the DNS nothing'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand scan" -l from-file -d 'Read what is named in FILE, `-` for standard input (repeatable)' -r -F
complete -c hopcheck -n "__fish_hopcheck_using_subcommand scan" -l format -d 'Form of the output [default: ndjson]' -r -f -a "ndjson\t'One JSON object a line'
csv\t'For spreadsheets'
text\t'One line a message, for people'
html\t'One page with all of it, for a browser'
ecs\t'Elastic Common Schema, a line for each message'
ocsf\t'Open Cybersecurity Schema Framework, one or two lines for each message'
cef\t'Common Event Format, a line for each message'
stix\t'A STIX 2.1 bundle on a line of its own for each message'
misp\t'A MISP event on a line of its own for each message'
sarif\t'A SARIF 2.1.0 log on a line of its own for each message'"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand scan" -l fail-on -d 'Exit with 1 if a verdict is this or worse [default: never]' -r -f -a "suspicious\t''
forged\t''
never\t''"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand scan" -l output -d 'Write to FILE instead of standard output' -r -F
complete -c hopcheck -n "__fish_hopcheck_using_subcommand scan" -l summary -d 'Write the summary to FILE, as JSON' -r -F
complete -c hopcheck -n "__fish_hopcheck_using_subcommand scan" -l resume -d 'Go on from the output of an interrupted scan' -r -F
complete -c hopcheck -n "__fish_hopcheck_using_subcommand scan" -l progress -d 'Show how far the scan is [default: auto]' -r -f -a "auto\t'Where standard error is a terminal'
always\t''
never\t''"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand scan" -l jobs -d 'How many messages are analysed at a time [default: one for each processor]' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand scan" -l deliver -d 'Send the reports there, and not to standard output' -r -f
complete -c hopcheck -n "__fish_hopcheck_using_subcommand scan" -l deliver-queue -d 'Keep in DIR what is not taken, for a later run' -r -f -a "(__fish_complete_directories)"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand scan" -l deliver-queue-size -d 'Most that waits in the queue [default: 268435456]' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand scan" -l deliver-timeout -d 'How long to try in the end [default: 60]' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand scan" -l dns -d 'Ask this server and no other [default: the system\'s]' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand scan" -l dns-timeout -d 'How long the questions of one message may take [default: 3]' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand scan" -l dns-record -d 'Write all questions and answers to FILE' -r -F
complete -c hopcheck -n "__fish_hopcheck_using_subcommand scan" -l dns-replay -d 'Answer questions from FILE alone, and take its clock' -r -F
complete -c hopcheck -n "__fish_hopcheck_using_subcommand scan" -l trusted-network -d 'Believe the lines of hosts in this network (repeatable)' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand scan" -l own-host -d 'A name that our own servers write in `by` (repeatable)' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand scan" -l authserv-id -d 'Believe Authentication-Results of this server (repeatable)' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand scan" -l now -d 'Take this for the present time' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand scan" -l rules -d 'More rules and data, besides those built in (repeatable)' -r -f -a "(__fish_complete_directories)"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand scan" -l config -d 'Read this configuration file and no other' -r -F
complete -c hopcheck -n "__fish_hopcheck_using_subcommand scan" -l color -d 'When to colour [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t''
never\t''"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand scan" -l unordered -d 'Write messages as they are done, not in the order in which they lie'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand scan" -l redact -d 'Hide recipients and the local parts of addresses'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand scan" -l sha256 -d 'Add the SHA-256 of each message to its report'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand scan" -l auth -d 'Verify SPF, DKIM, ARC and DMARC too'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand scan" -l offline -d 'Ask the DNS nothing'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand scan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand learn" -l output -d 'Write to FILE, which must not be there yet, instead of standard output' -r -F
complete -c hopcheck -n "__fish_hopcheck_using_subcommand learn" -l rules -d 'More rules and data, besides those built in (repeatable)' -r -f -a "(__fish_complete_directories)"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand learn" -l config -d 'Read this configuration file and no other' -r -F
complete -c hopcheck -n "__fish_hopcheck_using_subcommand learn" -l color -d 'When to colour [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t''
never\t''"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand learn" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l listen -d 'Listen here (repeatable) [default: 127.0.0.1:2525, or what systemd hands over]' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l host -d 'The name we go by [default: this machine\'s]' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l tls-cert -d 'The certificate chain for STARTTLS' -r -F
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l tls-key -d 'The key to --tls-cert' -r -F
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l user -d 'Become this user, and perhaps group, once the sockets are bound' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l metrics -d 'Show counters at /metrics and state at /healthz here' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l spool -d 'Store messages in this Maildir; without it nothing is stored' -r -f -a "(__fish_complete_directories)"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l report -d 'Add reports to FILE, one JSON object a line [default: standard output]' -r -F
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l format -d 'Form of the reports: json, ecs, ocsf, cef, stix, misp or sarif [default: json]' -r -f -a "json\t''
ecs\t''
ocsf\t''
cef\t''
stix\t''
misp\t''
sarif\t''"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l reject-on -d 'Refuse messages with this verdict or worse [default: never]' -r -f -a "suspicious\t''
forged\t''
never\t''"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l bare-newline -d 'What to do with CR or LF that stand alone in a message [default: reject]' -r -f -a "reject\t''
record\t''"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l recipient-domain -d 'Take mail for this domain only (repeatable) [default: for all]' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l proxy-from -d 'Hosts that begin with a PROXY protocol header, version 1 or 2 (repeatable)' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l xclient-from -d 'Hosts that may say with XCLIENT who the client is (repeatable)' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l max-size -d 'Bytes of one message' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l max-recipients -d 'Recipients of one message' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l max-connections -d 'Connections at once' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l max-per-address -d 'Connections at once from one IPv4 address or IPv6 /64' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l max-memory -d 'Bytes of all messages under way together' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l max-commands -d 'Commands without a message' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l max-errors -d 'Refused commands of one session' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l timeout -d 'Time for one command, and for a message that does not flow' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l session-timeout -d 'Time for one session' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l grace -d 'Time for the sessions under way after SIGTERM' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l greeting-delay -d 'Wait this long before the greeting, and note who speaks first' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l workers -d 'Threads that analyse and write [default: 64 where the DNS is asked, 32 where messages are stored, else one for each processor]' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l log -d 'Form of the log' -r -f -a "text\t'For people'
json\t'One JSON object a line'"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l log-file -d 'Write the log to FILE in place of standard error' -r -F
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l log-level -d 'How much to log: error, warn, info, debug' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l deliver -d 'Send the reports there, and not to standard output' -r -f
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l deliver-queue -d 'Keep in DIR what is not taken, for a later run' -r -f -a "(__fish_complete_directories)"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l deliver-queue-size -d 'Most that waits in the queue [default: 268435456]' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l deliver-timeout -d 'How long to try in the end [default: 60]' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l dns -d 'Ask this server and no other [default: the system\'s]' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l dns-timeout -d 'How long the questions of one message may take [default: 3]' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l dns-record -d 'Write all questions and answers to FILE' -r -F
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l dns-replay -d 'Answer questions from FILE alone, and take its clock' -r -F
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l trusted-network -d 'Believe the lines of hosts in this network (repeatable)' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l own-host -d 'A name that our own servers write in `by` (repeatable)' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l authserv-id -d 'Believe Authentication-Results of this server (repeatable)' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l now -d 'Take this for the present time' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l rules -d 'More rules and data, besides those built in (repeatable)' -r -f -a "(__fish_complete_directories)"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l config -d 'Read this configuration file and no other' -r -F
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l color -d 'When to colour [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t''
never\t''"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l lmtp -d 'Speak LMTP in place of SMTP'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l expn -d 'Answer EXPN as VRFY is answered, in place of refusing it'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -l offline -d 'Ask the DNS nothing'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand serve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and not __fish_seen_subcommand_from list facts check measure help" -l color -d 'When to colour [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t''
never\t''"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and not __fish_seen_subcommand_from list facts check measure help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and not __fish_seen_subcommand_from list facts check measure help" -f -a "list" -d 'List the rules in force'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and not __fish_seen_subcommand_from list facts check measure help" -f -a "facts" -d 'List the facts that a rule\'s condition may use'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and not __fish_seen_subcommand_from list facts check measure help" -f -a "check" -d 'Check rules of one\'s own: syntax, facts, and that their examples do as they say'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and not __fish_seen_subcommand_from list facts check measure help" -f -a "measure" -d 'Measure the rules on labelled mail, and on the same mail with forged lines'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and not __fish_seen_subcommand_from list facts check measure help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and __fish_seen_subcommand_from list" -l rules -d 'More rules and data, besides those built in (repeatable)' -r -f -a "(__fish_complete_directories)"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and __fish_seen_subcommand_from list" -l config -d 'Read this configuration file and no other' -r -F
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and __fish_seen_subcommand_from list" -l color -d 'When to colour [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t''
never\t''"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and __fish_seen_subcommand_from facts" -l color -d 'When to colour [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t''
never\t''"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and __fish_seen_subcommand_from facts" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and __fish_seen_subcommand_from check" -l color -d 'When to colour [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t''
never\t''"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and __fish_seen_subcommand_from measure" -l rule -d 'Tell of this rule only (repeatable)' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and __fish_seen_subcommand_from measure" -l write -d 'Write the figures, and the weights that follow, into the rule files in this folder' -r -f -a "(__fish_complete_directories)"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and __fish_seen_subcommand_from measure" -l jobs -d 'How many threads to use [default: as many as there are processors]' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and __fish_seen_subcommand_from measure" -l rules -d 'More rules and data, besides those built in (repeatable)' -r -f -a "(__fish_complete_directories)"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and __fish_seen_subcommand_from measure" -l config -d 'Read this configuration file and no other' -r -F
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and __fish_seen_subcommand_from measure" -l color -d 'When to colour [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t''
never\t''"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and __fish_seen_subcommand_from measure" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the rules in force'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and __fish_seen_subcommand_from help" -f -a "facts" -d 'List the facts that a rule\'s condition may use'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and __fish_seen_subcommand_from help" -f -a "check" -d 'Check rules of one\'s own: syntax, facts, and that their examples do as they say'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and __fish_seen_subcommand_from help" -f -a "measure" -d 'Measure the rules on labelled mail, and on the same mail with forged lines'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand route" -l format -d 'Form of the report [default: text]' -r -f -a "text\t''
json\t''"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand route" -l dns -d 'Ask this server and no other [default: the system\'s]' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand route" -l dns-timeout -d 'How long the questions of one message may take [default: 3]' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand route" -l dns-record -d 'Write all questions and answers to FILE' -r -F
complete -c hopcheck -n "__fish_hopcheck_using_subcommand route" -l dns-replay -d 'Answer questions from FILE alone, and take its clock' -r -F
complete -c hopcheck -n "__fish_hopcheck_using_subcommand route" -l config -d 'Read this configuration file and no other' -r -F
complete -c hopcheck -n "__fish_hopcheck_using_subcommand route" -l now -d 'Take this for the present time' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand route" -l color -d 'When to colour [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t''
never\t''"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand route" -l offline -d 'Ask the DNS nothing'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand route" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand explain" -l rules -d 'More rules and data, besides those built in (repeatable)' -r -f -a "(__fish_complete_directories)"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand explain" -l config -d 'Read this configuration file and no other' -r -F
complete -c hopcheck -n "__fish_hopcheck_using_subcommand explain" -l color -d 'When to colour [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t''
never\t''"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand report-abuse" -l from -d 'Who complains [default: `from` of [abuse] in the configuration]' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand report-abuse" -l to -d 'Whom to write to' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand report-abuse" -l dns -d 'Ask this server and no other [default: the system\'s]' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand report-abuse" -l dns-timeout -d 'How long the questions of one message may take [default: 3]' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand report-abuse" -l dns-record -d 'Write all questions and answers to FILE' -r -F
complete -c hopcheck -n "__fish_hopcheck_using_subcommand report-abuse" -l dns-replay -d 'Answer questions from FILE alone, and take its clock' -r -F
complete -c hopcheck -n "__fish_hopcheck_using_subcommand report-abuse" -l trusted-network -d 'Believe the lines of hosts in this network (repeatable)' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand report-abuse" -l own-host -d 'A name that our own servers write in `by` (repeatable)' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand report-abuse" -l authserv-id -d 'Believe Authentication-Results of this server (repeatable)' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand report-abuse" -l now -d 'Take this for the present time' -r
complete -c hopcheck -n "__fish_hopcheck_using_subcommand report-abuse" -l rules -d 'More rules and data, besides those built in (repeatable)' -r -f -a "(__fish_complete_directories)"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand report-abuse" -l config -d 'Read this configuration file and no other' -r -F
complete -c hopcheck -n "__fish_hopcheck_using_subcommand report-abuse" -l color -d 'When to colour [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t''
never\t''"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand report-abuse" -l redact -d 'Hide recipients and the local parts of addresses, and attach the Received lines alone'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand report-abuse" -l offline -d 'Ask the DNS nothing'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand report-abuse" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand schema" -l color -d 'When to colour [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t''
never\t''"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand help; and not __fish_seen_subcommand_from check scan learn serve rules route explain report-abuse schema help" -f -a "check" -d 'Report on messages; the same as `hopcheck FILE`'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand help; and not __fish_seen_subcommand_from check scan learn serve rules route explain report-abuse schema help" -f -a "scan" -d 'Report on every message of mailbox stores'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand help; and not __fish_seen_subcommand_from check scan learn serve rules route explain report-abuse schema help" -f -a "learn" -d 'Make a configuration of what a mailbox shows of our side'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand help; and not __fish_seen_subcommand_from check scan learn serve rules route explain report-abuse schema help" -f -a "serve" -d 'Take mail over SMTP or LMTP, analyse it, store it, report on it'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand help; and not __fish_seen_subcommand_from check scan learn serve rules route explain report-abuse schema help" -f -a "rules" -d 'List rules and facts, and check rules of one\'s own'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand help; and not __fish_seen_subcommand_from check scan learn serve rules route explain report-abuse schema help" -f -a "route" -d 'Say who receives mail for a domain, and who may send it'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand help; and not __fish_seen_subcommand_from check scan learn serve rules route explain report-abuse schema help" -f -a "explain" -d 'Explain a rule'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand help; and not __fish_seen_subcommand_from check scan learn serve rules route explain report-abuse schema help" -f -a "report-abuse" -d 'Write a complaint about the origin of a message, for you to send'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand help; and not __fish_seen_subcommand_from check scan learn serve rules route explain report-abuse schema help" -f -a "schema" -d 'Print the JSON Schema of the report'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand help; and not __fish_seen_subcommand_from check scan learn serve rules route explain report-abuse schema help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand help; and __fish_seen_subcommand_from rules" -f -a "list" -d 'List the rules in force'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand help; and __fish_seen_subcommand_from rules" -f -a "facts" -d 'List the facts that a rule\'s condition may use'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand help; and __fish_seen_subcommand_from rules" -f -a "check" -d 'Check rules of one\'s own: syntax, facts, and that their examples do as they say'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand help; and __fish_seen_subcommand_from rules" -f -a "measure" -d 'Measure the rules on labelled mail, and on the same mail with forged lines'
