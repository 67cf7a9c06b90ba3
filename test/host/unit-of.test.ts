import { describe, expect, test } from 'vitest';
import type { HostFiles } from '../../src/host/host-files.ts';
import { unitOf } from '../../src/host/unit-of.ts';
import { rootFiles } from '../support/root-files.ts';

const host: HostFiles = {
  root: rootFiles('host'),
  proc: '/proc',
  kubelets: [],
  viewOf: () => rootFiles('own'),
  openViewOf: () => rootFiles('own'),
  environmentOf: () => undefined,
};

describe('the unit of a process', () => {
  test.each([
    { unit: 'k3s.service', uid: 0, found: 'own k3s.service', why: 'of root is read as that sees it' },
    {
      unit: 'k3s.service',
      uid: 1000,
      found: 'host k3s.service',
      why: 'of a user is read as the host has it',
    },
    { unit: 'k3s.service', uid: null, found: 'host k3s.service', why: 'of nobody knows whom, too' },
    {
      unit: 'k3s.service',
      uid: 0,
      realUid: 1000,
      found: 'host k3s.service',
      why: 'of a user who runs a program with the setuid bit, too',
    },
    { unit: 'session-1.scope', uid: 0, found: undefined, why: 'is none in a scope' },
    { unit: 'k3s.scope', uid: 1000, found: undefined, why: 'is none in a scope of a user' },
    { unit: null, uid: 0, found: undefined, why: 'is none outside' },
  ])('$why', ({ unit, found, why: _, ...uids }) => {
    const cgroup = { unit, containerId: null, podUid: null };
    const place = unitOf({ kind: 'process', pid: 1, executable: null, cgroup, ...uids }, host);
    expect(place && `${place.view.base} ${place.name}`).toBe(found);
  });
});
