import { expect, test } from 'vitest';
import { readKubeadmEmbedded } from '../../../../src/sources/files/formats/kubeadm-embedded.ts';
import { readFixture, readText } from '../../../support/read-fixture.ts';

const FORMAT = { summary: 'kubeadm embedded', readDocument: readKubeadmEmbedded };

test.each([
  {
    file: 'fail.configmap.yaml',
    why: 'a literal block in the ConfigMap of kubeadm',
    object: 'ConfigMap kube-system/kubeadm-config',
    version: 'v1.20.2',
    start: '5:7',
    arguments: [
      '5:7+9 kube-apiserver',
      '6:9+29 --authorization-mode=Node,RBAC',
      '7:9+22 --kubelet-https=false',
    ],
  },
  {
    file: 'pass.configmap.yaml',
    why: 'the same without the flag',
    object: 'ConfigMap kube-system/kubeadm-config',
    version: 'v1.20.2',
    start: '5:7',
    arguments: ['5:7+9 kube-apiserver', '6:9+29 --authorization-mode=Node,RBAC'],
  },
  {
    file: 'fail.configmap.json',
    why: 'kubectl get -o json writes it into one string with escapes',
    object: 'ConfigMap kube-system/kubeadm-config',
    version: 'v1.23.5',
    start: '4:48',
    arguments: ['4:48+9 kube-apiserver', '4:64+24 --kubelet-https=false'],
  },
  {
    file: 'fail.kind.yaml',
    why: 'the patches for a kind cluster and for its control plane, one of them with two documents',
    object: 'Cluster ci',
    version: 'v1.20.2',
    start: '11:5',
    arguments: ['11:5+9 kube-apiserver', '12:7+6 --v=4', '26:9+22 --kubelet-https=false'],
  },
  {
    file: 'pass.kind.yaml',
    why: 'without patches; the node image of the control plane has the release',
    object: 'Cluster',
    version: 'v1.27.3',
    start: '1:1',
    arguments: ['1:1+1 kube-apiserver'],
  },
  {
    file: 'fail.control-plane.yaml',
    why: 'Cluster API: the control plane alone, with the release of its spec',
    object: 'KubeadmControlPlane default/capi-quickstart-control-plane',
    version: 'v1.21.2',
    start: '23:9',
    arguments: ['23:9+9 kube-apiserver', '24:11+19 --cloud-provider=aws', '25:11+22 --kubelet-https=false'],
  },
  {
    file: 'pass.control-plane-template.yaml',
    why: 'the template of a ClusterClass, with extraArgs as the list of v1beta2',
    object: 'KubeadmControlPlaneTemplate quick-start-control-plane',
    start: '11:13',
    arguments: ['11:13+9 kube-apiserver', '12:17+20 --anonymous-auth=true'],
  },
])('reads $file: $why', ({ file, why: _, ...expected }) => {
  expect(readFixture(`kubeadm-embedded/${file}`, FORMAT)).toEqual([{ container: null, ...expected }]);
});

test.each([
  {
    why: 'a ConfigMap of something else',
    yaml: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: coredns}\ndata: {Corefile: "a: ["}\n',
  },
  { why: 'a Cluster of kops', yaml: 'apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\n' },
  {
    why: 'a control plane of k0s',
    yaml: 'apiVersion: controlplane.cluster.x-k8s.io/v1beta1\nkind: K0sControlPlane\n',
  },
])('$why is of another format', ({ yaml }) => {
  expect(readText(yaml, FORMAT)).toBeUndefined();
});

test.each([
  {
    why: 'kubeadm-config without a ClusterConfiguration',
    yaml: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kubeadm-config}\ndata: {}\n',
  },
  {
    why: 'a KubeadmConfig for a node that joins',
    yaml: 'apiVersion: bootstrap.cluster.x-k8s.io/v1beta1\nkind: KubeadmConfig\nspec: {joinConfiguration: {}}\n',
  },
])('$why has no API server', ({ yaml }) => {
  expect(readText(yaml, FORMAT)).toEqual([]);
});

test('a control plane without a ClusterConfiguration has an API server without flags', () => {
  const yaml =
    'apiVersion: controlplane.cluster.x-k8s.io/v1beta1\nkind: KubeadmControlPlane\nspec:\n' +
    '  version: v1.22.0\n  kubeadmConfigSpec:\n    initConfiguration: {}\n';
  expect(readText(yaml, FORMAT)).toEqual([
    {
      object: 'KubeadmControlPlane',
      container: null,
      version: 'v1.22.0',
      start: '5:3',
      arguments: ['5:3+17 kube-apiserver'],
    },
  ]);
});
