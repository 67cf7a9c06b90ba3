#!/bin/sh
# Runs "$NODE_OF_TESTS" with these arguments in PID and mount namespaces of its own, and all of it dies with what starts it.
# To the tool it is a host: the link that tells a container from one is covered.
inside='
  mount -t tmpfs none /proc/1/ns && ln -s "pid:[4026531836]" /proc/1/ns/pid || exit
  "$@"
  exit $?
'
# unshare ignores SIGTERM; the shell that starts it does not.
outside='
  setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child --mount-proc sh -c "$@"
  exit $?
'
exec setpriv --pdeathsig KILL sh -c "$outside" sh "$inside" sh "$NODE_OF_TESTS" "$@"
