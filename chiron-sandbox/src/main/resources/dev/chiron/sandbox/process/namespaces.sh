# The first process of the new namespaces: builds the program's view of the files, runs the program,
# and by its own end takes with it whatever the program has left running.
#
#   namespaces.sh DIRECTORY SCRATCH_BYTES PATH... -- COMMAND...
#
# DIRECTORY/program is shown as /program and each PATH as itself, all read-only; the program starts
# in /work, which is empty. File descriptor 9 gets "ready" before the program starts, then "exit N"
# and the times; the program can't reach it.
set -e
directory=$1 scratch=$2
shift 2
exec 3<&0 4>&2
cd "$directory/root"
mount -t tmpfs -o size=1m,mode=755 root .
cd "$directory/root"
mkdir program work proc dev old
while [ "$1" != -- ]; do
  if [ -h "$1" ]; then
    mkdir -p ".${1%/*}"
    cp -P "$1" ".$1"
  else
    mkdir -p ".$1"
    mount -o bind,ro "$1" ".$1"
  fi
  shift
done
shift
mount -o bind,ro "$directory/program" program
mount -t tmpfs -o "size=$scratch,nr_inodes=1k,mode=700,nosuid,nodev" work work
mount -t proc -o nosuid,nodev,noexec proc proc 2>/dev/null || :
for device in null zero urandom random; do
  : >dev/$device
  mount --bind /dev/$device dev/$device
done
# No namespaces within: they would give a program rights over a kernel surface that it needs not see.
[ ! -w proc/sys/user/max_user_namespaces ] || echo 0 >proc/sys/user/max_user_namespaces
pivot_root . old
cd /
umount -l old
rmdir old
mount -o remount,bind,ro / 2>/dev/null || mount -o remount,ro /
cd /work
set +e
echo ready >&9
exec 2>/dev/null
"$@" <&3 2>&4 3<&- 4>&- 9>&- &
exec 3<&- 4>&-
wait $!
echo "exit $?" >&9
times >&9
