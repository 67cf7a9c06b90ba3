import { describe, expect, test } from 'vitest';
import { readRancher } from '../../../../src/sources/files/formats/rancher.ts';
import { readFixture, readText } from '../../../support/read-fixture.ts';

const FORMAT = { summary: 'Rancher', readDocument: readRancher };

test('reads the global flags and those of each selector', () => {
  const server = { object: 'Cluster fleet-default/demo', container: null, version: 'v1.18.20+rke2r1' };
  expect(readFixture('rancher/fail.yaml', FORMAT)).toEqual([
    {
      ...server,
      start: '13:7',
      arguments: [
        '13:7+18 kube-apiserver',
        '14:11+19 --audit-log-maxage=30',
        '15:11+19 --kubelet-https=false',
      ],
    },
    {
      ...server,
      start: '28:11',
      arguments: ['28:11+18 kube-apiserver', '28:31+18 --kubelet-https=true'],
    },
  ]);
});

test('reads the control planes of Cluster API', () => {
  expect(readFixture('rancher/fail.control-planes.yaml', FORMAT)).toEqual([
    {
      object: 'RKE2ControlPlane default/rke2-control-plane',
      container: null,
      version: 'v1.18.20+rke2r1',
      start: '12:7',
      arguments: [
        '12:7+9 kube-apiserver',
        '13:11+21 --kubelet-https=false',
        '14:11+19 --audit-log-maxage=30',
      ],
    },
    {
      object: 'KThreesControlPlaneTemplate k3s-control-plane',
      container: null,
      start: '25:11',
      arguments: ['25:11+16 kube-apiserver', '26:15+15 --profiling=false', '27:15+19 --kubelet-https=false'],
    },
  ]);
});

const cluster = (rkeConfig: string) =>
  `apiVersion: provisioning.cattle.io/v1\nkind: Cluster\nspec: {rkeConfig: ${rkeConfig}}\n`;
const flagsIn = (text: string) =>
  readText(text, FORMAT)?.map(({ arguments: args }) =>
    args.slice(1).map((argument) => argument.replace(/^\S+ /, '')),
  );

const SERVERS = '{matchLabels: {rke.cattle.io/control-plane-role: "true"}}';
const POOL = '{matchLabels: {rke.cattle.io/machine-pool-name: a}}';

describe('of several values, the last one that matches counts', () => {
  test.each([
    { why: 'none', selectors: '[]', flags: [['--g=true']] },
    {
      why: 'without a selector',
      selectors: '[{config: {kube-apiserver-arg: [a]}}]',
      flags: [['--a=true']],
    },
    {
      why: 'an empty selector',
      selectors: '[{machineLabelSelector: {}, config: {kube-apiserver-arg: [a]}}]',
      flags: [['--a=true']],
    },
    {
      why: 'the label of every server',
      selectors: `[{machineLabelSelector: ${SERVERS}, config: {kube-apiserver-arg: [a]}}]`,
      flags: [['--a=true']],
    },
    {
      why: 'an expression',
      selectors:
        '[{machineLabelSelector: {matchExpressions: [{key: a, operator: Exists}]}, config: {kube-apiserver-arg: [a]}}]',
      flags: [['--g=true'], ['--a=true']],
    },
    {
      why: 'a label that some have, before and after one that all have',
      selectors: `[{machineLabelSelector: ${POOL}, config: {kube-apiserver-arg: [a]}}, {machineLabelSelector: ${SERVERS}, config: {kube-apiserver-arg: [b]}}, {machineLabelSelector: ${POOL}, config: {kube-apiserver-arg: [c]}}]`,
      flags: [['--b=true'], ['--c=true']],
    },
    { why: 'null', selectors: '[{config: {kube-apiserver-arg: null}}]', flags: [[]] },
    {
      why: 'a key that Rancher drops',
      selectors: '[{config: {kube-apiserver-arg+: [a], cni: calico}}]',
      flags: [['--g=true']],
    },
    { why: 'text for a configuration', selectors: '[{config: "$a"}]', flags: [['$a…']] },
    { why: 'text for the list', selectors: '"$a"', flags: [['--g=true', '$a…']] },
  ])('$why', ({ selectors, flags }) => {
    const text = cluster(
      `{machineGlobalConfig: {kube-apiserver-arg: g}, machineSelectorConfig: ${selectors}}`,
    );
    expect(flagsIn(text)).toEqual(flags);
  });
});

test.each([
  { why: 'text for the global configuration', rkeConfig: '{machineGlobalConfig: "$a"}', flags: [['$a…']] },
  {
    why: 'a file that configures k3s',
    rkeConfig:
      '{machineSelectorFiles: [{fileSources: [{configMap: {items: [{path: /etc/rancher/k3s/config.yaml}, {path: /etc/a}]}}]}]}',
    flags: [['…']],
  },
  { why: 'no configuration', rkeConfig: '{}', flags: [[]] },
  { why: 'an imported cluster', rkeConfig: 'null', flags: [] },
])('$why', ({ rkeConfig, flags }) => {
  expect(flagsIn(cluster(rkeConfig))).toEqual(flags);
});

test.each([
  { why: 'a Cluster of Cluster API', yaml: 'apiVersion: cluster.x-k8s.io/v1beta1\nkind: Cluster\n' },
  { why: 'a Cluster of kops', yaml: 'apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\n' },
  {
    why: 'kubeadm',
    yaml: 'apiVersion: controlplane.cluster.x-k8s.io/v1beta1\nkind: KubeadmControlPlane\n',
  },
  { why: 'RKE1', yaml: 'services: {kube-api: {}}\n' },
])('is of another format: $why', ({ yaml }) => {
  expect(readText(yaml, FORMAT)).toBeUndefined();
});
