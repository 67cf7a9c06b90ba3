import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Image, unpackImages } from '../support/oci-image.ts';
import { runPod, whyNoContainers } from '../support/pod.ts';
import { REPOSITORY } from '../support/run-bin.ts';

const ARCHITECTURE = process.arch === 'x64' ? 'amd64' : process.arch;
const NAME = 'kubelet-https-audit';

const why = whyNoImage();
const directory = mkdtempSync(join(tmpdir(), 'image-'));
let images: ReadonlyMap<string, Image> = new Map();
let name: string | undefined;

function whyNoImage(): string | undefined {
  if (!process.env.KUBELET_HTTPS_AUDIT_IMAGE) return 'npm run test:image tests the image';
  if (spawnSync('buildah', ['--version']).error) return 'buildah is not installed';
  return whyNoContainers();
}

async function build(to: string): Promise<string> {
  mkdirSync(to);
  const child = spawn(process.execPath, [join(REPOSITORY, 'scripts', 'build-image.js'), to], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  expect(await once(child, 'exit')).toEqual([0, null]);
  return join(to, `${NAME}-image.tar`);
}

beforeAll(async () => {
  if (why !== undefined) return;
  const [archive] = await Promise.all([build(join(directory, 'one')), build(join(directory, 'two'))]);
  ({ images, name } = unpackImages(archive, join(directory, 'unpacked')));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

beforeEach(({ skip }) => skip(why !== undefined, why));

function image(): Image {
  const found = images.get(`linux/${ARCHITECTURE}`);
  if (found === undefined) throw new Error(`there is no image for linux/${ARCHITECTURE}`);
  return found;
}

describe('the image', () => {
  test('is the same bytes, however often it is built', () => {
    for (const file of ['image.tar', 'image.cdx.json']) {
      const [one, two] = ['one', 'two'].map((build) =>
        readFileSync(join(directory, build, `${NAME}-${file}`)),
      );
      expect(two?.equals(one ?? Buffer.of())).toBe(true);
    }
  });

  test('is there for two platforms, with its labels, for root, and starts the tool', () => {
    expect(name).toBe(`${NAME}:0.1.0`);
    expect([...images.keys()].sort()).toEqual(['linux/amd64', 'linux/arm64']);
    for (const { config } of images.values()) {
      expect(config).toMatchObject({ User: '0:0', Entrypoint: [`/${NAME}`] });
      expect(config.Labels).toMatchObject({
        'org.opencontainers.image.version': '0.1.0',
        'org.opencontainers.image.licenses': 'Apache-2.0 AND MIT AND LGPL-2.1-or-later',
      });
      expect(Object.keys(config.Labels).every((label) => label.startsWith('org.opencontainers.image.'))).toBe(
        true,
      );
    }
  });

  test('has the executable, what it needs of glibc, and licences: no shell, and nothing that is newer', () => {
    for (const { rootfs } of images.values()) {
      const files = readdirSync(rootfs, { recursive: true, encoding: 'utf8', withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .map((entry) => join(entry.parentPath, entry.name));
      const names = files.map((file) =>
        file.slice(rootfs.length).replace(/(x86_64|aarch64)-linux-gnu/, 'CPU'),
      );
      expect(names.sort()).toEqual([
        `/${NAME}`,
        '/lib/CPU/libc.so.6',
        '/lib/CPU/libdl.so.2',
        '/lib/CPU/libm.so.6',
        '/lib/CPU/libpthread.so.0',
        expect.stringMatching(/^\/lib(64)?\/ld-linux-(x86-64\.so\.2|aarch64\.so\.1)$/),
        `/usr/share/doc/${NAME}/LICENSE`,
        `/usr/share/doc/${NAME}/THIRD-PARTY-NOTICES.txt`,
        '/usr/share/doc/libc6/copyright',
      ]);
      for (const file of files) expect(statSync(file)).toMatchObject({ mtimeMs: 0, uid: 0, gid: 0 });
    }
  });

  test('names glibc in its bill of materials', () => {
    const bill = JSON.parse(readFileSync(join(directory, 'one', `${NAME}-image.cdx.json`), 'utf8'));
    const purls = bill.components.map(({ purl }: { purl: string }) => purl);
    for (const architecture of ['amd64', 'arm64']) {
      expect(purls).toContainEqual(
        expect.stringMatching(
          new RegExp(`^pkg:deb/debian/libc6@2\\.36-9%2Bdeb12u\\d+\\?arch=${architecture}`),
        ),
      );
    }
  });
});

test('a container of it runs without a network, capabilities, a writable root or new privileges', async () => {
  const nothing = { runAsUser: 0, runAsGroup: 0 };
  const securityContext = {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  };
  const container = { args: ['--version'], securityContext };
  const { status, stdout, stderr } = await runPod(image(), {
    securityContext: nothing,
    containers: [container],
  });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '0.1.0\n', stderr: '' });
});
