import { hyperkube } from './hyperkube.ts';
import { k3s } from './k3s.ts';
import { apiserver, kubeApiserver } from './kube-apiserver.ts';
import { kubelite } from './kubelite.ts';
import { hypershift, openshift } from './openshift.ts';
import type { Recognise } from './recognition.ts';

/** The programs that are or contain an API server, by the last part of their path. */
export const PROGRAMS: ReadonlyMap<string, Recognise> = new Map([
  ['kube-apiserver', kubeApiserver],
  ['apiserver', apiserver],
  ['hyperkube', hyperkube],
  ['openshift', openshift],
  ['hypershift', hypershift],
  ['k3s', k3s],
  ['k3s-server', k3s],
  ['kubelite', kubelite],
]);
