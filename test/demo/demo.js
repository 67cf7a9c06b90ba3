// Shows the audit of a live host where no Kubernetes is: a stand-in process takes the place of kube-apiserver.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startStandIn } from '../support/stand-in.js';

const BIN = fileURLToPath(new URL('../../bin/kubelet-https-audit.js', import.meta.url));
const OTHER_ARGUMENTS = ['--etcd-servers=https://127.0.0.1:2379', '--secure-port=6443'];

/** @type {import('../support/stand-in.js').StandIn | undefined} */
let standIn;

/** @param {readonly string[]} args */
function audit(args) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [BIN, ...args], { encoding: 'utf8' });
  return { text: `${stdout}${stderr}`, stdout, status };
}

/**
 * Audits this host with a stand-in on it, and tells whether the finding on the stand-in is the expected one. Other API
 * servers may run on this host: they are shown, but not the demonstration's concern.
 *
 * @param {readonly string[]} args @param {'fail' | 'pass'} expected @returns {Promise<boolean>}
 */
async function show(args, expected) {
  standIn = await startStandIn('kube-apiserver', args);
  try {
    console.log(`$ kube-apiserver ${args.join(' ')} &\n$ kubelet-https-audit`);
    const { text, status } = audit(process.stdout.isTTY ? [] : ['--no-color']);
    console.log(`${text}$ echo $?\n${status}\n`);
    const { findings } = JSON.parse(audit(['--format', 'json']).stdout);
    const own = findings.find((/** @type {any} */ finding) => finding.target.pid === standIn?.pid);
    return own?.status === expected;
  } finally {
    await standIn.stop();
    standIn = undefined;
  }
}

for (const [signal, number] of /** @type {const} */ ([
  ['SIGINT', 2],
  ['SIGTERM', 15],
])) {
  process.once(signal, async () => {
    await standIn?.stop();
    process.exit(128 + number);
  });
}

const hasFailed = await show([...OTHER_ARGUMENTS, '--kubelet-https=false'], 'fail');
const hasPassed = await show(OTHER_ARGUMENTS, 'pass');
if (hasFailed && hasPassed) {
  console.log('The demonstration came out as it should: FAIL with the flag, PASS without it.');
} else {
  console.error(
    'error: the demonstration did not come out as it should: FAIL with the flag, PASS without it',
  );
  process.exitCode = 1;
}
