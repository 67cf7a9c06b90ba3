// biome-ignore-all lint/suspicious/noTemplateCurlyInString: kubelite writes its variables like that
import { describe, expect, test } from 'vitest';
import { auditTree, type TreeFiles } from '../support/audit-tree.ts';
import { ARG, BAD, CONFIG, GOOD, ID, init, k3s, linesOf, list, UNIT, unit } from '../support/example-host.ts';

describe('k3s', () => {
  test.each([
    { why: 'without configuration', files: unit(), line: 'pass | not set' },
    {
      why: 'by its configuration',
      files: { ...unit(), [CONFIG]: list(ARG, BAD) },
      line: `fail | --kubelet-https=false | /${CONFIG}:1`,
    },
    {
      why: 'a value alone, with dashes',
      files: { ...unit(), [CONFIG]: `${ARG}: "--${BAD}"\n` },
      line: `fail | --kubelet-https=false | /${CONFIG}:1`,
    },
    {
      why: 'a drop-in replaces',
      files: { ...unit(), [CONFIG]: list(ARG, BAD), [`${CONFIG}.d/a.yaml`]: list(ARG, 'v=2') },
      line: 'pass | not set',
    },
    {
      why: 'a drop-in adds',
      files: { ...unit(), [CONFIG]: list(ARG, 'v=2'), [`${CONFIG}.d/a.yml`]: list(`${ARG}+`, BAD) },
      line: `fail | --kubelet-https=false | /${CONFIG}.d/a.yml:1`,
    },
    {
      why: 'drop-ins go by their names, hidden ones too, others not',
      files: {
        ...unit(),
        [`${CONFIG}.d/.a.yaml`]: list(ARG, 'v=1'),
        [`${CONFIG}.d/b.YAML`]: list(`${ARG}+`, BAD),
        [`${CONFIG}.d/c.yaml.bak`]: list(ARG, 'v=2'),
      },
      line: `fail | --kubelet-https=false | /${CONFIG}.d/b.YAML:1`,
    },
    {
      why: 'the command line is after the configuration',
      files: { ...unit(`--kube-apiserver-arg ${BAD}`), [CONFIG]: list(ARG, GOOD) },
      line: `fail | --kubelet-https=false | /${UNIT}:2 | flag-repeated`,
    },
    {
      why: 'a value with - goes before those that are there',
      files: { ...unit(), [CONFIG]: list(ARG, GOOD, 'kubelet-https-=false') },
      line: `pass | --kubelet-https=true | /${CONFIG}:1 | flag-deprecated | flag-repeated`,
    },
    {
      why: 'another configuration, named on the command line',
      files: { ...unit('-c /x.yaml'), 'x.yaml': list(ARG, BAD), [CONFIG]: list(ARG, GOOD) },
      line: 'fail | --kubelet-https=false | /x.yaml:1',
    },
    {
      why: 'the environment names it before the command line',
      files: {
        ...unit('--config=/x.yaml'),
        'x.yaml': list(ARG, GOOD),
        'y.yaml': list(ARG, BAD),
        'proc/9/environ': 'A=b\0K3S_CONFIG_FILE=/y.yaml\0',
      },
      line: 'fail | --kubelet-https=false | /y.yaml:1',
    },
    {
      why: 'a variable of the unit, resolved by the environment of the process',
      files: { ...unit('$X'), 'proc/9/environ': `X=--kube-apiserver-arg=${BAD}\0` },
      line: 'fail | --kubelet-https=false | /etc/systemd/system/k3s.service:2',
    },
    {
      why: 'a drop-in of the unit with a variable',
      files: {
        ...unit('$X'),
        [`${UNIT}.d/a.conf`]: `[Service]\nEnvironment=X=--kube-apiserver-arg=${BAD}\n`,
      },
      line: `fail | --kubelet-https=false | /${UNIT}.d/a.conf:2`,
    },
    ...[`X=--kube-apiserver-arg=${BAD}`, 'K3S_CONFIG_FILE=/b.yaml'].map((variable) => ({
      why: `variables that systemd has for every service: ${variable}`,
      files: {
        ...unit('$X'),
        [CONFIG]: list(ARG, GOOD),
        'etc/systemd/system.conf': `[Manager]\nDefaultEnvironment="${variable}"\n`,
      },
      line: 'unknown | its arguments may be in K3S_CONFIG_FILE: the environment may name another configuration file',
    })),
    {
      why: 'a line before the sections of a drop-in',
      files: {
        ...unit(`--kube-apiserver-arg=${GOOD}`),
        [`${UNIT}.d/a.conf`]: `x=y\n[Service]\nExecStart=\nExecStart=/bin/k3s server --kube-apiserver-arg=${BAD}\n`,
      },
      line: `fail | --kubelet-https=false | /${UNIT}.d/a.conf:4`,
    },
    {
      why: 'configuration that is not YAML, of which nothing is shown',
      files: { ...unit(), [CONFIG]: 'token: "hunter2\n' },
      line: `unknown | its arguments may be in /${CONFIG}:2:1: Missing closing "quote`,
    },
    {
      why: 'no unit file',
      files: {},
      line: 'unknown | k3s runs in k3s.service, which has no unit file',
    },
    {
      why: 'a unit that starts something else',
      files: { [UNIT]: '[Service]\nExecStart=/opt/start-k3s\n' },
      line: 'unknown | the command line of k3s server cannot be determined from k3s.service',
    },
    {
      why: 'a unit of another name',
      files: {
        'proc/9/cgroup': '0::/system.slice/edge.service\n',
        'lib/systemd/system/edge.service': `[Service]\nExecStart=/bin/k3s server --kube-apiserver-arg=${BAD}\n`,
        ...unit(),
      },
      line: 'fail | --kubelet-https=false | /lib/systemd/system/edge.service:2',
    },
    {
      why: 'a container',
      files: { ...unit(), 'proc/9/cgroup': `0::/docker/${ID}\n` },
      line: `unknown | k3s runs in container ${ID.slice(0, 12)}, and hides its command line`,
    },
    {
      why: 'no unit at all',
      files: { ...unit(), 'proc/9/cgroup': '0::/openrc.k3s\n' },
      line: 'unknown | k3s was not started by a systemd unit, and hides its command line',
    },
    {
      why: 'a configuration that is named and not there',
      files: { ...unit('--config=/gone.yaml'), [CONFIG]: list(ARG, GOOD) },
      line: 'unknown | its arguments may be in /gone.yaml: it does not exist',
    },
    {
      why: 'a configuration of the network',
      files: unit('-c https://example.com/k3s.yaml'),
      line: 'unknown | its arguments may be in https://example.com/k3s.yaml: it is not an absolute path, and cannot be read here',
    },
    {
      why: 'a relative path',
      files: { ...unit('-c my.yaml'), 'my.yaml': list(ARG, GOOD) },
      line: 'unknown | its arguments may be in my.yaml: it is not an absolute path, and cannot be read here',
    },
    {
      why: 'an environment file that bears the name of the unit',
      files: {
        ...unit('', 'EnvironmentFile=-/etc/default/%N\n'),
        'etc/default/k3s': 'K3S_CONFIG_FILE=/x.yaml\n',
        'x.yaml': list(ARG, BAD),
      },
      line: 'fail | --kubelet-https=false | /x.yaml:1',
    },
    {
      why: 'environment files that is unknown',
      files: unit('', 'EnvironmentFile=-/etc/default/*.env\n'),
      line: 'unknown | its arguments may be in K3S_CONFIG_FILE: the environment may name another configuration file',
    },
    ...[
      { start: 'K3S_CONFIG_FILE=/x.yaml exec k3s server', why: 'a shell that names another configuration' },
      { start: '. /etc/k3s.env; exec k3s server', why: 'a shell that reads variables from a file' },
      { start: 'export $$(cat /etc/k3s.env); exec k3s server', why: 'a shell that exports variables' },
    ].map(({ start, why }) => ({
      why,
      files: { [UNIT]: `[Service]\nExecStart=/bin/sh -c '${start}'\n`, 'x.yaml': list(ARG, BAD) },
      line: 'unknown | its arguments may be in K3S_CONFIG_FILE: the environment may name another configuration file',
    })),
    {
      why: 'a shell that starts it with nothing else',
      files: { [UNIT]: "[Service]\nExecStart=/bin/sh -c 'exec k3s server'\n", [CONFIG]: list(ARG, BAD) },
      line: `fail | --kubelet-https=false | /${CONFIG}:1`,
    },
    {
      why: 'an API server that is not disabled after all',
      files: {
        ...unit(),
        [CONFIG]: `disable-apiserver: true\n${list(ARG, BAD)}`,
        [`${CONFIG}.d/a.yaml`]: 'disable-apiserver: false\n',
      },
      line: `fail | --kubelet-https=false | /${CONFIG}:2`,
    },
    {
      why: 'an API server that the command line enables',
      files: { ...unit('--disable-apiserver=false'), [CONFIG]: 'disable-apiserver: true\n' },
      line: 'pass | not set',
    },
    {
      why: 'an environment that its title has overwritten',
      files: {
        ...unit('$X', `Environment=X=--kube-apiserver-arg=${BAD}\n`),
        'proc/9/environ': '\0\0\0\0',
      },
      line: `fail | --kubelet-https=false | /${UNIT}:2`,
    },
    {
      why: 'binary',
      files: { ...unit(), [CONFIG]: `${ARG}: !!binary a3ViZWxldC1odHRwcz1mYWxzZQ==\n` },
      line: `unknown | its arguments may be in /${CONFIG}:1:30: Kubernetes may not read this tag`,
    },
    {
      why: 'a broken configuration with secrets in its directives',
      files: { ...unit(), [CONFIG]: '%YAML hunter2\n---\na: b\n' },
      line: `unknown | its arguments may be in /${CONFIG}:1:7: Unsupported YAML`,
    },
  ])('is judged: $why', async ({ files, line }) =>
    expect(await linesOf([k3s], files as unknown as TreeFiles)).toEqual([line]),
  );

  test('that runs no API server is none', async () => {
    const report = await auditTree([init, k3s], { ...unit(), [CONFIG]: 'disable-apiserver: true\n' });
    expect(report).toMatchObject({ status: 'notapplicable', findings: [] });
    expect(report.examined.setAside).toHaveLength(1);
  });

  test('that runs no API server keeps its place among what is set aside', async () => {
    const other = { pid: 42, cmdline: ['grep', 'kube-apiserver'] };
    const files = { ...unit(), [CONFIG]: 'disable-apiserver: true\n' };
    const { setAside } = (await auditTree([init, k3s, other], files)).examined;
    expect(setAside.map(({ origin }) => origin)).toMatchObject([{ pid: 9 }, { pid: 42 }]);
  });
});

test('k3s passes over directories among its drop-ins', async () => {
  const files = { ...unit(), [CONFIG]: list(ARG, BAD), [`${CONFIG}.d/a.yaml/x`]: '' };
  expect(await linesOf([k3s], files)).toEqual([`fail | --kubelet-https=false | /${CONFIG}:1`]);
});
