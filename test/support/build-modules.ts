import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Builds modules of the tool into build/modules, for tests that run one of them in a process of its own. */
export async function setup(): Promise<void> {
  const bundle = await rolldown({
    cwd: ROOT,
    input: ['src/replace/hidden-name.ts', 'src/replace/read-for-edit.ts', 'src/replace/replace-file.ts'],
    platform: 'node',
    logLevel: 'warn',
  });
  await bundle.write({
    dir: 'build/modules',
    cleanDir: true,
    format: 'esm',
    preserveModules: true,
    preserveModulesRoot: 'src',
    entryFileNames: '[name].js',
  });
  await bundle.close();
}
