import { expect, test } from 'vitest';
import { readOpenShift } from '../../../../src/sources/files/formats/openshift.ts';
import { readFixture, readText } from '../../../support/read-fixture.ts';

const FORMAT = { summary: 'OpenShift', readDocument: readOpenShift };

test.each([
  {
    file: 'pass.config.yaml',
    why: 'the file of the API server; each value of a list is a flag',
    object: 'KubeAPIServerConfig',
    start: '9:1',
    arguments: [
      '9:1+18 kube-apiserver',
      '11:7+6 --allow-privileged=true',
      '13:7+15 --enable-admission-plugins=NodeRestriction',
      '14:7+11 --enable-admission-plugins=LimitRanger',
      '16:7+63 --kubelet-client-key=/etc/kubernetes/static-pod-certs/secrets/kubelet-client/tls.key',
      '18:7+6 --kubelet-https=true',
      '20:7+10 --kubelet-preferred-address-types=InternalIP',
    ],
  },
  {
    file: 'fail.master-config.yaml',
    why: 'OpenShift 3',
    object: 'MasterConfig',
    start: '20:3',
    arguments: [
      '20:3+18 kube-apiserver',
      '22:7+6 --kubelet-https=true',
      '23:7+7 --kubelet-https=false',
      '25:7+5 --storage-backend=etcd3',
      '27:7+35 --storage-media-type=application/vnd.kubernetes.protobuf',
    ],
  },
  {
    file: 'fail.configmap.yaml',
    why: 'a string of JSON in single quotes',
    object: 'ConfigMap openshift-kube-apiserver/config',
    start: '3:50',
    arguments: [
      '3:50+20 kube-apiserver',
      '3:92+6 --allow-privileged=true',
      '3:117+7 --kubelet-https=false',
      '3:141+15 --etcd-prefix=kubernetes.io',
    ],
  },
  {
    file: 'fail.configmap.json',
    why: 'JSON in JSON, for a revision',
    object: 'ConfigMap openshift-kube-apiserver/config-7',
    start: '4:26',
    arguments: ['4:26+22 kube-apiserver', '4:72+8 --allow-privileged=true', '4:101+9 --kubelet-https=false'],
  },
  {
    file: 'fail.operator.yaml',
    why: 'overrides of the operator come after what it observed',
    object: 'KubeAPIServer cluster',
    start: '16:5',
    arguments: [
      '16:5+18 kube-apiserver',
      '11:9+35 --feature-gates=RotateKubeletServerCertificate=true',
      '18:9+7 --kubelet-https=false',
    ],
  },
  {
    file: 'pass.operator.yaml',
    why: 'no overrides',
    object: 'KubeAPIServer cluster',
    start: '8:5',
    arguments: ['8:5+18 kube-apiserver', '10:9+3 --cloud-provider=aws'],
  },
])('reads $file: $why', ({ file, why: _, ...expected }) => {
  expect(readFixture(`openshift/${file}`, FORMAT)).toEqual([{ container: null, ...expected }]);
});

test.each([
  { why: 'unquoted, in flow style', args: '{kubelet-https: [false]}', place: '3:38+5' },
  { why: 'no list', args: '{kubelet-https: "false"}', place: '3:22+22' },
  { why: 'an alias', args: '{a: &a ["false"], kubelet-https: *a}', place: '3:29+7' },
])('the place of a flag: $why', ({ args, place }) => {
  const head = 'apiVersion: kubecontrolplane.config.openshift.io/v1\nkind: KubeAPIServerConfig\n';
  const [invocation] = readText(`${head}apiServerArguments: ${args}\n`, FORMAT) ?? [];
  expect(invocation?.arguments.at(-1)).toBe(`${place} --kubelet-https=false`);
});

test('the file in a ConfigMap is known by its kind alone', () => {
  const config =
    '# kubecontrolplane.config.openshift.io/v1\\nkind: KubeAPIServerConfig\\napiServerArguments: {a: [b]}';
  const [invocation] = readText(`kind: ConfigMap\ndata: {config.yaml: "${config}"}\n`, FORMAT) ?? [];
  expect(invocation?.arguments.at(-1)).toMatch(/ --a=b$/);
});

test('a master with an external Kubernetes has no API server', () => {
  expect(readFixture('openshift/none.master-config.yaml', FORMAT)).toEqual([]);
});

test('the configuration of another control plane has none', () => {
  const yaml = 'apiVersion: kubecontrolplane.config.openshift.io/v1\nkind: KubeControllerManagerConfig\n';
  expect(readText(yaml, FORMAT)).toEqual([]);
});

test.each([
  { why: 'a ConfigMap with another config.yaml', yaml: 'kind: ConfigMap\ndata: {config.yaml: "a: ["}\n' },
  { why: 'a ConfigMap without data', yaml: 'apiVersion: v1\nkind: ConfigMap\n' },
  { why: 'the document of Talos', yaml: 'apiVersion: v1alpha1\nkind: KubeAPIServerConfig\n' },
])('is of another format: $why', ({ yaml }) => {
  expect(readText(yaml, FORMAT)).toBeUndefined();
});
