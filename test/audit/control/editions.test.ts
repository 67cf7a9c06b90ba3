import { expect, test } from 'vitest';
import { kubeletHttps } from '../../../src/audit/control/kubelet-https.ts';
import { explain } from '../../../src/reporters/explain.ts';

/**
 * The number of "Ensure that the --kubelet-https argument is set to true" in each edition, as
 * https://github.com/aquasecurity/kube-bench has it: the folders of cfg, and 1.6 to 1.13 in its history.
 */
const KUBE_BENCH = [
  { kubernetes: ['1.6', '1.7'], id: '1.1.5' },
  { kubernetes: ['1.8', '1.14'], id: '1.1.4' },
  { edition: 'cis-1.5', kubernetes: ['1.15'], id: '1.2.4' },
  { edition: 'cis-1.6', kubernetes: ['1.16', '1.18'], id: '1.2.4' },
  { edition: 'cis-1.20', kubernetes: ['1.19', '1.21'], id: '1.2.3' },
  { edition: 'cis-1.23', kubernetes: ['1.22', '1.23'], id: '1.2.4' },
  { edition: 'cis-1.24', kubernetes: ['1.24'], id: 'none' },
  { edition: 'cis-1.7', kubernetes: ['1.24'], id: 'none' },
];

test.each(KUBE_BENCH)('the control is $id in the benchmark of Kubernetes $kubernetes', (row) => {
  const { edition = '', kubernetes, id } = row;
  const own = kubeletHttps.editions.filter(([, value]) =>
    kubernetes.every((release) => new RegExp(`\\b${release.replace('.', '\\.')}(?!\\d)`).test(value)),
  );
  expect(own.map(([, value]) => value.split(' ')[0])).toEqual([id]);
  expect(own[0]?.[0].split(/, | and /)).toEqual(
    edition === '' ? expect.anything() : expect.arrayContaining([edition.replace('cis-', '')]),
  );
});

test('the first screen of explain says for which releases and editions it is', () => {
  const screen = explain(kubeletHttps, { isColoured: false }).split('\n').slice(0, 24).join('\n');
  for (const [key] of [...kubeletHttps.releases, ...kubeletHttps.editions]) expect(screen).toContain(key);
  expect(screen.match(/client certificate/g)).toHaveLength(2);
});
