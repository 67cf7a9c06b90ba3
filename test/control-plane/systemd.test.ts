import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { DEBIAN_PACKAGE, NO_PACKAGE } from '../support/debian-package.ts';
import { BLOCKS } from '../support/documents.ts';
import { EXECUTABLE, REPOSITORY } from '../support/run-bin.ts';
import { runSteps, type Session } from '../support/run-steps.ts';

const OWN_SYSTEMD = fileURLToPath(new URL('../support/own-systemd.sh', import.meta.url));

/** What docs/fleets.md says to give `systemctl edit`. */
const OVERRIDE = BLOCKS.find(({ text }) => text.startsWith('[Service]'))?.text ?? '';

/** What is done, one after the other, on a system with systemd, and what it prints. */
const STEPS = {
  byHand: `
    cp deploy/systemd/* /etc/systemd/system && ln -s "$EXECUTABLE" /usr/bin/kubelet-https-audit
    systemctl enable --now kubelet-https-audit.timer; systemctl is-active kubelet-https-audit.timer
    audit; ls $DIRECTORY
    systemctl disable --now kubelet-https-audit.timer
    rm -r $DIRECTORY /usr/bin/kubelet-https-audit /etc/systemd/system/kubelet-https-audit.*
    systemctl daemon-reload`,
  install: 'dpkg -i "$PACKAGE" && systemctl is-active kubelet-https-audit.timer',
  verify: 'systemd-analyze verify kubelet-https-audit.service kubelet-https-audit.timer; echo "status $?"',
  security: 'systemd-analyze security --no-pager kubelet-https-audit.service | tail -n 1',
  manual: 'man -w kubelet-https-audit',
  nothing: 'audit; ls $DIRECTORY/metrics; mkdir -p $COLLECTOR',
  pass: 'serve --etcd-servers=http://127.0.0.1:2379; audit',
  undetermined: `
    mount -t tmpfs -o size=4k tmpfs $COLLECTOR; dd if=/dev/zero of=$COLLECTOR/x; audit; grep ^error: /run/journal
    umount $COLLECTOR`,
  fail: 'serve --kubelet-https=false; audit; cat /run/journal; ls -l $REPORT $METRICS',
  reports: 'jq -r "[.status, .cluster // .host] | @tsv" $REPORT; grep ^kubelet_https_audit_status $METRICS',
  options: `
    mkdir -p /etc/systemd/system/kubelet-https-audit.service.d
    printf %s "$OVERRIDE" > /etc/systemd/system/kubelet-https-audit.service.d/override.conf
    mkdir /var/lib/node_exporter && systemctl daemon-reload && audit
    ls /var/lib/node_exporter
    rm -r /etc/systemd/system/kubelet-https-audit.service.d /var/lib/node_exporter`,
  disabled: `
    systemctl disable --now kubelet-https-audit.timer
    upgrade 1; systemctl is-enabled kubelet-https-audit.timer; systemctl is-active kubelet-https-audit.timer`,
  upgrade: `
    systemctl enable --now kubelet-https-audit.timer
    upgrade 2; systemctl is-enabled kubelet-https-audit.timer; systemctl is-active kubelet-https-audit.timer; audit`,
  remove: 'dpkg -r kubelet-https-audit; systemctl is-active kubelet-https-audit.timer; ls $REPORT $METRICS',
  reinstall: 'dpkg -i /run/new.deb; systemctl is-active kubelet-https-audit.timer; audit; ls $METRICS',
  purge: `
    dpkg -P kubelet-https-audit; systemctl list-unit-files --no-legend "kubelet-https-audit*"
    find /etc /usr /var /run -name "*kubelet-https-audit*" -not -path "/var/cache/man/*" -not -path "/run/package/*"`,
};

const PREPARE = `
DIRECTORY=/var/lib/kubelet-https-audit
REPORT=$DIRECTORY/report.json
COLLECTOR=/var/lib/prometheus/node-exporter
METRICS=$COLLECTOR/kubelet-https-audit.prom
audit() {
  : > /run/journal
  systemctl start kubelet-https-audit.service
  systemctl show kubelet-https-audit.service --property ExecMainStatus,Result
}
# To the same package of a later version, which has a link to the executable: that is packed in no time.
upgrade() {
  if [ ! -d /run/package ]; then
    dpkg-deb --raw-extract "$PACKAGE" /run/package && ln -sf "$EXECUTABLE" /run/package/usr/bin/kubelet-https-audit
  fi
  sed -i "s/^Version: .*/&+$1/" /run/package/DEBIAN/control
  dpkg-deb --root-owner-group -Znone --build /run/package /run/new.deb && dpkg -i /run/new.deb
}
serve() {
  (cd / && echo 'setInterval(() => 0, 1e6)' | exec "$KUBE_APISERVER" '' "$@") &
  until pgrep -f "^/.*/kube-apiserver  $1" >/dev/null; do sleep 0.1; done
}
`;

describe('on a system with systemd, the Debian package', () => {
  let session: Session = { printed: new Map() };

  beforeAll(() => {
    if (!DEBIAN_PACKAGE || inject('WITHOUT_NAMESPACES') !== undefined) return;
    const directory = mkdtempSync(join(tmpdir(), 'systemd-test-'));
    const KUBE_APISERVER = join(directory, 'kube-apiserver');
    copyFileSync(process.execPath, KUBE_APISERVER);
    const env = { PACKAGE: DEBIAN_PACKAGE, EXECUTABLE: EXECUTABLE ?? '', KUBE_APISERVER, OVERRIDE };
    session = runSteps([OWN_SYSTEMD, 'env', '-C', REPOSITORY], PREPARE, STEPS, env);
    rmSync(directory, { recursive: true });
  });

  beforeEach(({ skip }) => {
    skip(!DEBIAN_PACKAGE, NO_PACKAGE);
    skip(session.impossible !== undefined, session.impossible);
  });

  test.each<{ step: keyof typeof STEPS; expected: RegExp; why: string }>([
    {
      step: 'byHand',
      expected: /^active\nResult=success\nExecMainStatus=3\nmetrics\nreport\.json$/m,
      why: 'has units that can be installed by hand, where there is no directory for the metrics',
    },
    { step: 'install', expected: /\nactive$/, why: 'starts its timer' },
    { step: 'verify', expected: /^status 0$/, why: 'has units without a fault, and the man page they name' },
    {
      step: 'security',
      expected: / [01]\.\d OK /,
      why: 'gives the service little that it could do harm with',
    },
    { step: 'manual', expected: /man1\/kubelet-https-audit\.1\.gz$/, why: 'brings the man page' },
    {
      step: 'nothing',
      expected: /^Result=success\nExecMainStatus=3\nkubelet-https-audit\.prom$/,
      why: 'takes no API server as a result, and needs no node_exporter',
    },
    { step: 'pass', expected: /^Result=success\nExecMainStatus=0$/, why: 'passes' },
    { step: 'fail', expected: /^Result=success\nExecMainStatus=1\nFAIL /, why: 'takes a fail as a result' },
    {
      step: 'fail',
      expected: /-rw-r--r-- .*\.json\n-rw-r--r-- .*\.prom$/,
      why: 'has reports for all to read',
    },
    {
      step: 'reports',
      expected: /^fail\t\S+\nkubelet_https_audit_status\S* 1$/,
      why: 'reports what it found',
    },
    {
      step: 'options',
      expected: /ExecMainStatus=1\nkubelet-https-audit\.prom$/,
      why: 'can be told more',
    },
    {
      step: 'undetermined',
      expected: /^Result=exit-code\nExecMainStatus=2\nerror: .*metrics.*no space/m,
      why: 'lets the unit fail where a report cannot be written',
    },
    { step: 'disabled', expected: /disabled\ninactive$/, why: 'leaves a timer alone that was disabled' },
    {
      step: 'upgrade',
      expected: /^enabled\nactive\nResult=success\nExecMainStatus=1$/m,
      why: 'keeps the timer when it is upgraded',
    },
    { step: 'remove', expected: /^inactive$/m, why: 'stops the timer when it is removed' },
    { step: 'remove', expected: /report\.json$/, why: 'leaves the report when it is removed' },
    { step: 'remove', expected: /cannot access '.*\.prom'/, why: 'takes the metrics with it' },
    {
      step: 'reinstall',
      expected: /\nactive\nResult=success\nExecMainStatus=1\n.*\.prom$/,
      why: 'can be installed again',
    },
    { step: 'purge', expected: /Purging [^/]*$/, why: 'leaves nothing when it is purged' },
  ])('$why ($step)', ({ step, expected }) => {
    expect(session.printed.get(step)).toMatch(expected);
  });
});
