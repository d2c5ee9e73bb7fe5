# Runs a program under the kernel's limits alone, in an empty directory; for programs that are
# checked before they run. File descriptor 9 gets "ready", then "exit N" and the times.
#
#   limits.sh DIRECTORY COMMAND...
cd "$1/work" || exit 1
shift
exec 3<&0 4>&2
echo ready >&9
exec 2>/dev/null
"$@" <&3 2>&4 3<&- 4>&- 9>&- &
exec 3<&- 4>&-
wait $!
echo "exit $?" >&9
times >&9
