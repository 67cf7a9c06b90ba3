#!/bin/sh
# Runs a command on a system of its own, whose first process is systemd, and ends with its status; 77 where that is not
# possible. What the command changes in /etc, /usr and /var is thrown away. To the tool it is a host.
# There are no units but targets; what services print is in /run/journal.
# shellcheck disable=SC2016
boot='
  directory=$1 && shift
  mount --make-rprivate / && mount -t tmpfs tmpfs "$directory" || exit
  for name in etc usr var; do
    mkdir -p "$directory/$name/upper" "$directory/$name/work" || exit
    mount -t overlay overlay /$name \
      -o "lowerdir=/$name,upperdir=$directory/$name/upper,workdir=$directory/$name/work" || exit
  done
  mkdir -p /etc/systemd/system /usr/lib/systemd/system
  units=/usr/lib/systemd/system
  for name in /run /etc/systemd/system $units /usr/lib/systemd/system-generators; do
    mount -t tmpfs tmpfs $name || exit
  done
  for name in basic default shutdown sysinit timers time-sync; do
    printf "[Unit]\nDefaultDependencies=no\n" > $units/$name.target
  done
  mkdir $units/service.d /run/ns && ln -s "pid:[4026531836]" /run/ns/pid
  # A hardened service has a /proc of its own.
  printf "%s\n" "[Service]" StandardOutput=append:/run/journal StandardError=append:/run/journal \
    BindReadOnlyPaths=/run/ns:/proc/1/ns > $units/service.d/own-systemd.conf
  # It keeps packages from starting what they install.
  rm -f /usr/sbin/policy-rc.d
  mount -t proc proc /proc && umount -R /sys/fs/cgroup && mount -t cgroup2 cgroup2 /sys/fs/cgroup || exit
  {
    until systemctl --quiet is-active default.target 2>/dev/null; do sleep 0.1; done
    mount --bind /run/ns /proc/1/ns && touch "$STATUS.up" && "$@"
    echo $? > "$STATUS"
  } &
  container=test SYSTEMD_LOG_TARGET=null exec /lib/systemd/systemd --show-status=no </dev/null >/dev/null 2>&1
'
[ -x /lib/systemd/systemd ] || { echo "systemd is missing" >&2 && exit 77; }
directory=$(mktemp -d) || exit 77
group=$(findmnt -n -o TARGET -t cgroup2 | head -n 1)/$(basename "$directory")
mkdir "$group" || exit 77
export STATUS="$directory.status"
mkfifo "$STATUS" || exit 77
# shellcheck disable=SC2016
setpriv --pdeathsig KILL sh -c 'echo $$ > "$0/cgroup.procs" && exec "$@"' "$group" \
  unshare --mount --pid --fork --kill-child --net --uts --ipc --cgroup sh -c "$boot" sh "$directory" "$@" &
system=$!
status=$(timeout 200 cat "$STATUS")
kill -KILL $system
for _ in $(seq 50); do
  find "$group" -depth -type d -exec rmdir {} + 2>/dev/null && break
  sleep 0.1
done
# What took too long is no reason to be skipped.
[ -e "$STATUS.up" ] && status=${status:-124}
rm -f "$STATUS" "$STATUS.up"
rmdir "$directory"
exit "${status:-77}"
