import { describe, expect, test } from 'vitest';
import { withNesting } from '../../src/host/nesting.ts';
import type { Scan } from '../../src/model/discovery.ts';
import type { ProcessOrigin } from '../../src/model/invocation.ts';
import { parseCgroup } from '../../src/sources/processes/cgroup.ts';

const ID = 'a'.repeat(64);
const NODE = 'b'.repeat(64);
const OTHER = 'c'.repeat(64);
const STATIC = 'd638bb69897936db0ff75be87e44622c';

/** A process so many PID namespaces deep in this cgroup. */
function at(depth: number | undefined, cgroup?: string): ProcessOrigin {
  return {
    kind: 'process',
    pid: 1,
    uid: 0,
    executable: null,
    ...(depth !== undefined && { pidNamespaces: depth }),
    ...(cgroup !== undefined && { cgroup: parseCgroup(`0::${cgroup}\n`) }),
  };
}

const POD = `/kubepods/burstable/pod${STATIC}/${ID}`;
const SYSTEMD_POD = `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${STATIC}.slice/cri-containerd-${ID}.scope`;
const KIND_POD = `/docker/${NODE}/kubelet${POD}`;
const HOST_KUBELET = at(1, '/system.slice/kubelet.service');
const KIND_KUBELET = at(2, `/docker/${NODE}/kubelet.slice/kubelet.service`);

/** The containers that a process is said to be in; undefined for one that a kubelet of the host may have started. */
function nestedInOf(origin: ProcessOrigin, kubelets: readonly ProcessOrigin[]) {
  const scan: Scan = {
    source: 'procfs',
    processes: 1,
    problems: [],
    invocations: [{ origin, arguments: [], boundaries: 'kept' }],
  };
  const [found] = withNesting(scan, kubelets).invocations;
  return found?.origin.kind === 'process' ? found.origin.nestedIn : undefined;
}

describe('a kubelet', () => {
  test.each([
    { kubelet: HOST_KUBELET, server: at(2, POD), may: true, why: 'its own static pod' },
    { kubelet: HOST_KUBELET, server: at(2, SYSTEMD_POD), may: true, why: 'its own, with slices' },
    { kubelet: HOST_KUBELET, server: at(1, POD), may: true, why: 'its own, with hostPID' },
    { kubelet: HOST_KUBELET, server: at(1, '/'), may: true, why: 'nothing speaks against it' },
    { kubelet: HOST_KUBELET, server: at(3, KIND_POD), may: false, why: 'kind' },
    { kubelet: HOST_KUBELET, server: at(2, KIND_POD), may: false, why: 'kind, with hostPID there' },
    { kubelet: HOST_KUBELET, server: at(undefined, KIND_POD), may: false, why: 'the cgroup alone tells' },
    { kubelet: HOST_KUBELET, server: at(3, POD), may: false, why: 'the depth alone tells, as in LXC' },
    { kubelet: HOST_KUBELET, server: at(3), may: false, why: 'a cgroup that cannot be read' },
    { kubelet: HOST_KUBELET, server: at(undefined), may: true, why: 'nothing is known' },
    { kubelet: at(undefined), server: at(3), may: true, why: 'nothing is known of the kubelet' },
    {
      kubelet: at(1, `/docker/${NODE}/kubelet.slice/kubelet.service`),
      server: at(2, KIND_POD),
      may: true,
      why: 'on a node of kind without a cgroup namespace, both are in one container',
    },
    {
      kubelet: at(1, '/kubelet.slice/kubelet.service'),
      server: at(2, `/kubelet${POD}`),
      may: true,
      why: 'on a node of kind with one',
    },
    {
      kubelet: at(1, '/../../kubelet.service'),
      server: at(2, `/../pod${STATIC}/${ID}`),
      may: true,
      why: 'both seen from a sibling',
    },
    {
      kubelet: at(1, `/docker/${OTHER}`),
      server: at(2, POD),
      may: true,
      why: 'a kubelet in Docker with the PID namespace of the host has its pods beside it',
    },
  ])('$may: $why', ({ kubelet, server, may }) => {
    expect(nestedInOf(server, [kubelet]) === undefined).toBe(may);
  });

  test.each([
    {
      server: at(2, KIND_POD),
      may: true,
      why: 'the host may be a node of kind, where all is in one container',
    },
    { server: at(3, POD), may: false, why: 'deeper than any kubelet of the host starts it' },
  ])('that is not known: $may, $why', ({ server, may }) =>
    expect(nestedInOf(server, []) === undefined).toBe(may),
  );
});

describe('a process', () => {
  test.each([
    { kubelets: [HOST_KUBELET], server: at(2, POD), nestedIn: undefined, why: 'of the host' },
    { kubelets: [HOST_KUBELET], server: at(3, KIND_POD), nestedIn: [NODE], why: 'of kind' },
    {
      kubelets: [HOST_KUBELET, KIND_KUBELET],
      server: at(3, KIND_POD),
      nestedIn: [NODE],
      why: 'of kind, whose kubelet is there as well',
    },
    { kubelets: [KIND_KUBELET], server: at(3, KIND_POD), nestedIn: [NODE], why: 'of kind on a laptop' },
    { kubelets: [HOST_KUBELET], server: at(3, POD), nestedIn: [], why: 'in a container without an id' },
    {
      kubelets: [at(1, `/docker/${NODE}/kubelet.slice`)],
      server: at(3, `/docker/${NODE}/kubepods/podx/${OTHER}${KIND_POD.replace(NODE, ID)}`),
      nestedIn: [OTHER],
      why: 'without what the host itself is in',
    },
    { kubelets: [HOST_KUBELET], server: at(2, `/docker/${ID}`), nestedIn: undefined, why: 'of Docker' },
  ])('$why', ({ kubelets, server, nestedIn }) => {
    expect(nestedInOf(server, kubelets)).toEqual(nestedIn);
  });
});
