import { describe, expect, test } from 'vitest';
import { parseCgroup } from '../../../src/sources/processes/cgroup.ts';

const ID = 'a2f389fdfcfafb365c1d25885aa16c17a5c5ffd7391e7819469a26e5c937ff33';
const NODE = '5126ed9a694d4de5abe84f653e5ebc64a2f389fdfcfafb365c1d25885aa16c17';
const UUID = '761ba443-a9d6-4fb7-a0a4-3529d7aa586b';
const STATIC = 'd638bb69897936db0ff75be87e44622c';
const UNDERSCORED = UUID.replaceAll('-', '_');
const NONE = { unit: null, containerId: null, podUid: null };
const SLICE = `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${UNDERSCORED}.slice`;

describe('a cgroup', () => {
  test.each([
    { text: '0::/\n', told: {}, why: 'of a namespace of its own tells nothing' },
    {
      text: '0::/user.slice/user-0.slice/session-1.scope\n',
      told: { unit: 'session-1.scope' },
      why: 'of a login',
    },
    {
      text: '0::/system.slice/kube-apiserver.service\n',
      told: { unit: 'kube-apiserver.service' },
      why: 'v2',
    },
    {
      text: '12:pids:/system.slice/k3s.service\n1:name=systemd:/system.slice/k3s.service\n0::/system.slice/k3s.service\n',
      told: { unit: 'k3s.service' },
      why: 'v1 and v2 together',
    },
    {
      text: '0::/system.slice/a.service/b.service\n',
      told: { unit: 'a.service' },
      why: 'what a service makes below its own is not an unit',
    },
    {
      text: '0::/user.slice/user-1000.slice/user@1000.service/app.slice/kube-apiserver.service\n',
      told: {},
      why: 'the service of a user is none of the system',
    },
    {
      text: `0::/user.slice/user-1000.slice/user@1000.service/app.slice/pod${STATIC}/${ID}\n`,
      told: { containerId: ID },
      why: 'that a user names like one of a static pod is not a pod',
    },
    {
      text: `0::${SLICE}/${ID}/user.slice/user-0.slice/user@0.service/init.scope\n`,
      told: { containerId: ID, podUid: UUID },
      why: 'of a user inside a pod',
    },
    {
      text: `0::${SLICE}/cri-containerd-${ID}.scope\n`,
      told: { containerId: ID, podUid: UUID },
      why: 'containerd',
    },
    {
      text: `0::${SLICE}/crio-${ID}.scope/container\n`,
      told: { containerId: ID, podUid: UUID },
      why: 'CRI-O',
    },
    {
      text: `11:memory:${SLICE}/docker-${ID}.scope\n`,
      told: { containerId: ID, podUid: UUID },
      why: 'dockershim',
    },
    {
      text: `0::/kubepods/pod${STATIC}/${ID}\n`,
      told: { containerId: ID, podUid: STATIC },
      why: 'cgroupfs, guaranteed, a static pod',
    },
    {
      text: `0::/kubepods/burstable/pod${UUID}/${ID}\n`,
      told: { containerId: ID, podUid: UUID },
      why: 'cgroupfs, burstable',
    },
    {
      text: `0::/system.slice/containerd.service/kubepods-burstable-pod${UNDERSCORED}.slice:cri-containerd:${ID}\n`,
      told: { containerId: ID, podUid: UUID },
      why: 'containerd without systemd, as part of its service',
    },
    {
      text: `0::/docker/${NODE}/kubelet/kubepods/burstable/pod${STATIC}/${ID}\n`,
      told: { containerId: ID, podUid: STATIC, within: [NODE] },
      why: 'kind with cgroupfs: the innermost container, and the node around it',
    },
    {
      text: `0::/system.slice/docker-${NODE}.scope/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-burstable.slice/kubelet-kubepods-burstable-pod${STATIC}.slice/cri-containerd-${ID}.scope\n`,
      told: { containerId: ID, podUid: STATIC, within: [NODE] },
      why: 'kind with systemd, v2',
    },
    {
      text: `12:pids:/docker/${NODE}/kubelet/kubepods/burstable/pod${STATIC}/${ID}\n1:name=systemd:/docker/${NODE}/docker/${NODE}/kubelet/kubepods/burstable/pod${STATIC}/${ID}\n0::/\n`,
      told: { containerId: ID, podUid: STATIC, within: [NODE] },
      why: 'kind, v1, where a path repeats the id of the node',
    },
    {
      text: `0::/docker/${NODE}/kubelet.slice/kubelet.service\n`,
      told: { containerId: NODE },
      why: 'the kubelet of a node of kind: it is in that container, and in none besides',
    },
    {
      text: `0::/../docker-${NODE}.scope/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-pod${STATIC}.slice/cri-containerd-${ID}.scope\n`,
      told: { containerId: ID, podUid: STATIC, within: [NODE] },
      why: 'kind, seen from the cgroup namespace of another container',
    },
    {
      text: `0::/kubelet/kubepods/burstable/pod${STATIC}/${ID}\n`,
      told: { containerId: ID, podUid: STATIC },
      why: 'kind, seen from the cgroup namespace of its node',
    },
    {
      text: `0::/docker/${NODE}/kubepods/besteffort/pod${UUID}/${ID}\n`,
      told: { containerId: ID, podUid: UUID, within: [NODE] },
      why: 'a pod of k3d',
    },
    {
      text: `0::/docker/${NODE}\n`,
      told: { containerId: NODE },
      why: 'the k3s of k3d itself',
    },
    {
      text: `0::${SLICE}/cri-containerd-${NODE}.scope/docker/${ID}\n`,
      told: { containerId: ID, podUid: UUID, within: [NODE] },
      why: 'Docker in Docker in a pod',
    },
    {
      text: `0::/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${NODE}.scope/container/kubelet.slice/kubelet-kubepods-pod${STATIC}.slice/cri-containerd-${ID}.scope\n`,
      told: { containerId: ID, within: [NODE] },
      why: 'rootless kind with Podman',
    },
    {
      text: `0::/docker/${NODE}/kubepods/burstable/pod${STATIC}\n`,
      told: { podUid: STATIC, within: [NODE] },
      why: 'a process of a pod outside of its containers: the one around it is not its own',
    },
    { text: `2:cpu:/docker/${ID}\n0::/\n`, told: { containerId: ID }, why: 'Docker' },
    { text: `0::/machine.slice/libpod-${ID}.scope\n`, told: { containerId: ID }, why: 'Podman' },
    {
      text: `0::/../../pod${STATIC}/${ID}\n`,
      told: { containerId: ID, podUid: STATIC },
      why: 'seen from a sibling',
    },
    { text: '', told: {}, why: 'that is empty' },
    { text: `0::/x/${ID}0/pod1234\n`, told: {}, why: 'with digits that are no id' },
  ])('$why', ({ text, told }) => expect(parseCgroup(text)).toEqual({ ...NONE, ...told }));
});
