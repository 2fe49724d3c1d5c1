# Runs the program given as arguments until it ends or standard input does. The server holds the
# other end of standard input: however the server dies, the kernel closes it, and PostgreSQL stops.
trap '' INT TERM HUP
exec 3<&0
"$@" </dev/null 3<&- &
program=$!
(
    read -r _ <&3
    # Fast shutdown; after ten seconds an immediate one, which recovers from the log at next start.
    kill -INT "$program"
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        sleep 1
        kill -0 "$program" || exit 0
    done
    kill -QUIT "$program"
) >/dev/null 2>&1 &
watcher=$!
wait "$program"
status=$?
kill -KILL "$watcher" 2>/dev/null
exit "$status"
