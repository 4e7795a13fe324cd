# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_hopcheck_global_optspecs
    string join \n format= fail-on= redact offline dns= dns-timeout= dns-record= dns-replay= trusted-network= own-host= authserv-id= now= rules= config= color= h/help V/version
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
complete -c hopcheck -n "__fish_hopcheck_needs_command" -l offline -d 'Ask the DNS nothing'
complete -c hopcheck -n "__fish_hopcheck_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hopcheck -n "__fish_hopcheck_needs_command" -s V -l version -d 'Print version'
complete -c hopcheck -n "__fish_hopcheck_needs_command" -a "check" -d 'Report on messages; the same as `hopcheck FILE`'
complete -c hopcheck -n "__fish_hopcheck_needs_command" -a "rules" -d 'List rules and facts, and check rules of one\'s own'
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
complete -c hopcheck -n "__fish_hopcheck_using_subcommand check" -l offline -d 'Ask the DNS nothing'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and not __fish_seen_subcommand_from list facts check help" -l color -d 'When to colour [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t''
never\t''"
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and not __fish_seen_subcommand_from list facts check help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and not __fish_seen_subcommand_from list facts check help" -f -a "list" -d 'List the rules in force'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and not __fish_seen_subcommand_from list facts check help" -f -a "facts" -d 'List the facts that a rule\'s condition may use'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and not __fish_seen_subcommand_from list facts check help" -f -a "check" -d 'Check rules of one\'s own: syntax, facts, and that their examples do as they say'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and not __fish_seen_subcommand_from list facts check help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
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
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the rules in force'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and __fish_seen_subcommand_from help" -f -a "facts" -d 'List the facts that a rule\'s condition may use'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and __fish_seen_subcommand_from help" -f -a "check" -d 'Check rules of one\'s own: syntax, facts, and that their examples do as they say'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand rules; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
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
complete -c hopcheck -n "__fish_hopcheck_using_subcommand help; and not __fish_seen_subcommand_from check rules explain report-abuse schema help" -f -a "check" -d 'Report on messages; the same as `hopcheck FILE`'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand help; and not __fish_seen_subcommand_from check rules explain report-abuse schema help" -f -a "rules" -d 'List rules and facts, and check rules of one\'s own'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand help; and not __fish_seen_subcommand_from check rules explain report-abuse schema help" -f -a "explain" -d 'Explain a rule'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand help; and not __fish_seen_subcommand_from check rules explain report-abuse schema help" -f -a "report-abuse" -d 'Write a complaint about the origin of a message, for you to send'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand help; and not __fish_seen_subcommand_from check rules explain report-abuse schema help" -f -a "schema" -d 'Print the JSON Schema of the report'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand help; and not __fish_seen_subcommand_from check rules explain report-abuse schema help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand help; and __fish_seen_subcommand_from rules" -f -a "list" -d 'List the rules in force'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand help; and __fish_seen_subcommand_from rules" -f -a "facts" -d 'List the facts that a rule\'s condition may use'
complete -c hopcheck -n "__fish_hopcheck_using_subcommand help; and __fish_seen_subcommand_from rules" -f -a "check" -d 'Check rules of one\'s own: syntax, facts, and that their examples do as they say'
