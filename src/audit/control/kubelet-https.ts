import type { WhereToFix } from '../../model/api-server.ts';
import type { Control } from '../../model/control.ts';
import { EXPECTED, FLAG } from './kubelet-https-uses.ts';

/**
 * CIS Kubernetes Benchmark 1.2.4. Its texts follow https://www.cisecurity.org/benchmark/kubernetes, its numbers those of
 * https://github.com/aquasecurity/kube-bench/tree/main/cfg.
 */
export const kubeletHttps: Control = {
  id: '1.2.4',
  benchmark: 'CIS Kubernetes Benchmark',
  title: 'Ensure that the --kubelet-https argument is set to true',
  profile: 'Level 1, control-plane node, automated',
  rationale:
    'What an API server exchanges with its kubelets can hold secrets and keys. It must be encrypted in transit.',
  audit:
    'On the control-plane node, look at the arguments of the kube-apiserver process. ' +
    'The control passes when --kubelet-https does not exist or is set to true.',
  remediation:
    'Edit the API server pod specification file /etc/kubernetes/manifests/kube-apiserver.yaml ' +
    'on the control plane node and remove the --kubelet-https parameter.',
  impact: 'TLS must be configured on the API server and on the kubelets.',
  defaultValue: 'Kubelet connections use HTTPS.',
  references: [
    'https://kubernetes.io/docs/admin/kube-apiserver/',
    'https://kubernetes.io/docs/admin/kubelet-authentication-authorization/',
  ],
  editions: [
    ['1.0, 1.1', '1.1.5  (Kubernetes 1.6, 1.7)'],
    ['1.2 to 1.4', '1.1.4  (Kubernetes 1.8 to 1.14)'],
    ['1.5', '1.2.4  (Kubernetes 1.15)'],
    ['1.6', '1.2.4  (Kubernetes 1.16 to 1.18)'],
    ['1.20', '1.2.3  (Kubernetes 1.19 to 1.21; 1.2.4 there is on the client certificate for kubelets)'],
    ['1.23', '1.2.4  (Kubernetes 1.22, 1.23; the flag no longer exists in those releases)'],
    [
      '1.24, 1.7 and later',
      'none  (Kubernetes 1.24 and later; 1.2.4 there is on the client certificate for kubelets)',
    ],
  ],
  releases: [
    ['up to 1.18', 'The flag is a bool, true by default. false means plain HTTP to the kubelets.'],
    [
      '1.19 to 1.21',
      'Deprecated and ignored: connections always use HTTPS. The server still starts with false.',
    ],
    ['1.22 and later', 'Removed. Any use of it, even =true, stops the server with "unknown flag".'],
  ],
  related: [
    ['CIS Controls', '14.2 in v6, 14.4 in v7'],
    ['OpenShift', '1.2.4 in rh-1.0 and rh-1.4'],
    ['RKE, RKE2, k3s', '1.2.4 in 1.23 and 1.24, for k3s in 1.6 too'],
    ['GKE, TKGI, ACK', '1.2.4 in GKE 1.0 and TKGI 1.2.53, 1.2.3 in ACK 1.0'],
    ['Checkov', 'CKV_K8S_71'],
    ['Trivy', 'KCV-0004'],
  ],
  expected: EXPECTED,
};

/** Whether a text mentions the flag, wherever it stands in an argument. */
export function isMentionedIn(text: string): boolean {
  return text.replaceAll('_', '-').includes('kubelet-https');
}

/**
 * The remediation on one host or in files; undefined where it is unknown what to edit.
 *
 * @param lines where the flag is written, `path:line` each
 */
export function remediationFor(
  { edit, generatedFrom, afterwards }: WhereToFix,
  lines: readonly string[],
): string | undefined {
  if (edit === undefined && lines.length === 0) return undefined;
  const written = lines.join(' and ');
  return [
    edit === undefined
      ? `Remove the ${FLAG} parameter from ${written}.`
      : `Edit ${edit} and remove the ${FLAG} parameter.`,
    ...(edit === undefined || lines.length === 0 ? [] : [`It is set in ${written}.`]),
    ...(generatedFrom === undefined
      ? []
      : [`If it is set in ${generatedFrom}, remove it there as well, or it will be added again.`]),
    ...(afterwards === undefined ? [] : [`Then ${afterwards}.`]),
  ].join(' ');
}
