import { dirname, join } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { EXECUTABLE } from './run-bin.ts';

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** The Debian package of the executable under test, if that is tested. */
export const DEBIAN_PACKAGE =
  EXECUTABLE &&
  join(dirname(EXECUTABLE), `${manifest.name}_${manifest.version}_${ARCHITECTURES[process.arch]}.deb`);

export const NO_PACKAGE = 'npm run test:binary tests the Debian package';
