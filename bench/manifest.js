import { API_SERVER_FLAGS } from './api-server-flags.js';

const SIZE = 4096;

/** @typedef {{ text: string, more: (number: number) => string }} Document a beginning, and what its last list goes on with */

const KINDS = [deployment, configMap, service, role];

/**
 * A manifest of 4 KB: one of an API server, or another of the kinds that repositories hold.
 *
 * @param {number} index
 * @param {boolean} isApiServer
 * @returns {{ name: string, text: string }}
 */
export function manifest(index, isApiServer) {
  const kind = isApiServer ? apiServer : (KINDS[index % KINDS.length] ?? service);
  return { name: `${kind.name.toLowerCase()}-${index}.yaml`, text: filled(kind(`app-${index}`)) };
}

/** @param {Document} document @returns {string} */
function filled({ text, more }) {
  let whole = text;
  for (let number = 0; whole.length + more(number).length < SIZE; number += 1) whole += more(number);
  return `${whole}#${'-'.repeat(SIZE - whole.length - 2)}\n`;
}

/** @param {string} version @param {string} kind @param {string} name */
function head(version, kind, name) {
  return `apiVersion: ${version}
kind: ${kind}
metadata:
  name: ${name}
  namespace: shop
  labels:
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/part-of: shop
`;
}

/** @param {string} name */
function deployment(name) {
  return {
    text: `${head('apps/v1', 'Deployment', name)}spec:
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
`,
    more: (/** @type {number} */ number) =>
      `            - name: SETTING_${number}\n              value: "value ${number} of ${name}"\n`,
  };
}

/** @param {string} name */
function configMap(name) {
  return {
    text: `${head('v1', 'ConfigMap', name)}data:\n`,
    more: (/** @type {number} */ number) =>
      `  file-${number}.conf: |\n    listen = 0.0.0.0:${8000 + number}\n    upstream = http://${name}-${number}.shop.svc\n`,
  };
}

/** @param {string} name */
function service(name) {
  return {
    text: `${head('v1', 'Service', name)}spec:\n  selector:\n    app.kubernetes.io/name: ${name}\n  ports:\n`,
    more: (/** @type {number} */ number) =>
      `    - name: port-${number}\n      port: ${8000 + number}\n      targetPort: ${9000 + number}\n      protocol: TCP\n`,
  };
}

/** @param {string} name */
function role(name) {
  return {
    text: `${head('rbac.authorization.k8s.io/v1', 'Role', name)}rules:\n`,
    more: (/** @type {number} */ number) =>
      `  - apiGroups: ["shop.example.com"]\n    resources: ["orders-${number}"]\n    verbs: ["get", "list", "watch"]\n`,
  };
}

/** @param {string} name */
function apiServer(name) {
  const flags = API_SERVER_FLAGS.map((flag) => `        - ${flag}\n`).join('');
  return {
    text: `${head('v1', 'Pod', name)}spec:
  containers:
    - name: kube-apiserver
      image: registry.k8s.io/kube-apiserver:v1.29.3
      command:
        - kube-apiserver
${flags}      volumeMounts:
`,
    more: (/** @type {number} */ number) =>
      `        - name: certificates-${number}\n          mountPath: /etc/ssl/certificates-${number}\n          readOnly: true\n`,
  };
}
