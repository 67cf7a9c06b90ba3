import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The manifest of an API server that passes, as kubeadm writes it. */
export const MANIFEST_FILE = fileURLToPath(new URL('kubeadm/manifests/kube-apiserver.yaml', import.meta.url));
export const MANIFEST = readFileSync(MANIFEST_FILE, 'utf8');

const API_SERVERS = 10;
const FILES_A_DIRECTORY = 20;
const SIZE = 4096;

/**
 * Makes a tree as in a repository of manifests: files of 4 KB, ten of which are API servers; no other mentions one.
 *
 * @param {number} count
 * @param {string} directory
 * @returns {number} how many are API servers
 */
export function makeFiles(count, directory) {
  const distance = Math.ceil(count / API_SERVERS);
  for (let index = 0; index < count; index += 1) {
    const number = Math.floor(index / FILES_A_DIRECTORY);
    const folder = join(directory, `team-${number % 7}`, `app-${number}`);
    mkdirSync(folder, { recursive: true });
    const text = index % distance === 0 ? MANIFEST : deployment(`app-${index}`);
    writeFileSync(join(folder, `manifest-${index}.yaml`), `${text.padEnd(SIZE - 1, '#')}\n`);
  }
  return Math.ceil(count / distance);
}

/** @param {string} name */
function deployment(name) {
  const settings = Array.from(
    { length: 40 },
    (_, number) =>
      `            - name: SETTING_${number}\n              value: "value ${number} of ${name}"\n`,
  );
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: shop
  labels:
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/part-of: shop
spec:
  replicas: 3
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
    spec:
      containers:
        - name: ${name}
          image: registry.example.com/shop/${name}:1.4.2
          args: ["--port=8080", "--log-level=info"]
          resources:
            limits: { cpu: 500m, memory: 256Mi }
          env:
${settings.join('')}`;
}
