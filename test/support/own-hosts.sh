#!/bin/sh
# Runs a command on a machine with a network of its own, from which root reaches cp-1, cp-2 and cp-3 over SSH: hosts with
# namespaces of their own on which API servers run, of which that of cp-2 fails. cp-4 has none, and refuses every connection.
# Nothing of it is left when the command ends, whose status this has; 77 where that is not possible. $KUBE_APISERVER is a
# copy of Node.js.
if [ -z "${OWN_HOSTS:-}" ]; then
  for program in ip ssh sshd unshare; do
    command -v $program >/dev/null || { echo "$program is missing" >&2 && exit 77; }
  done
  unshare --net --mount --uts --ipc --pid --fork ip link add name own-hosts type bridge || exit 77
  OWN_HOSTS=$(mktemp -d) && export OWN_HOSTS
  unshare --net --mount --uts --ipc --pid --fork --kill-child --mount-proc setpriv --pdeathsig KILL "$0" "$@"
  status=$?
  rmdir "$OWN_HOSTS"
  exit $status
fi

mount -t tmpfs tmpfs "$OWN_HOSTS" && cd "$OWN_HOSTS" || exit
mkdir ssh && ssh-keygen -q -t ed25519 -N '' -f ssh/id_ed25519 && cp ssh/id_ed25519.pub ssh/authorized_keys || exit
ssh-keygen -q -t ed25519 -N '' -f host_key || exit
cat > sshd_config <<END
HostKey $OWN_HOSTS/host_key
AuthorizedKeysFile $OWN_HOSTS/ssh/authorized_keys
PermitRootLogin yes
StrictModes no
UsePAM no
Subsystem sftp internal-sftp
END
echo '127.0.0.1 localhost' > hosts
for number in 1 2 3 4; do
  echo "10.0.0.$number cp-$number" >> hosts
  echo "cp-$number $(cat host_key.pub)" >> ssh/known_hosts
done
mkdir -p "$HOME/.ssh" && mount --bind ssh "$HOME/.ssh" && mount --bind hosts /etc/hosts || exit
mkdir bin && cat > bin/sudo <<'END'
#!/bin/sh
# What Ansible gives it: -H -S -n -u root, and a command.
while case $1 in -*) ;; *) false ;; esac do
  [ "$1" = -u ] && shift
  shift
done
exec "$@"
END
chmod +x bin/sudo
ip link set lo up && ip link add hosts type bridge && ip link set hosts up && ip address add 10.0.0.100/24 dev hosts || exit

# What each host does, with its name and what its API server is given.
host='
  mount --make-rprivate / && hostname "$1" || exit
  for directory in /run /usr/local /var/lib; do
    mount -t tmpfs tmpfs $directory || exit
  done
  mkdir -p /run/sshd /usr/local/bin && cp bin/sudo /usr/local/bin
  mount -t tmpfs none /proc/1/ns && ln -s "pid:[4026531836]" /proc/1/ns/pid || exit
  until ip link set eth0 up 2>/dev/null; do sleep 0.05; done
  ip link set lo up && ip address add "10.0.0.${1#cp-}/24" dev eth0 || exit
  if [ "$1" = cp-4 ]; then exec sleep infinity; fi
  echo "setInterval(() => 0, 1e6)" | "$KUBE_APISERVER" "" --secure-port=6443 $2 &
  "$(command -v sshd)" -D -e -f "$OWN_HOSTS/sshd_config" 2>"$OWN_HOSTS/$1.log"
'
for name in cp-1 cp-2 cp-3 cp-4; do
  flag=--kubelet-https=$([ $name = cp-2 ] && echo false || echo true)
  unshare --net --mount --uts --ipc --pid --fork --kill-child --mount-proc sh -c "$host" sh $name "$flag" &
  until [ "$(readlink /proc/$!/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.05; done
  ip link add $name type veth peer name eth0 netns $! && ip link set $name master hosts up || exit
done
for name in cp-1 cp-2 cp-3; do
  for _ in $(seq 100); do ssh -o BatchMode=yes $name true 2>/dev/null && break; sleep 0.1; done || exit
done
"$@"
