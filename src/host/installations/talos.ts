import type { Installation } from './installation.ts';
import { MACHINE_CONFIG } from './machine-config.ts';
import { startsIn } from './starts-in.ts';

/** Talos, on its state partition. */
export const talos: Installation = (_, { host }, problems) => {
  return {
    nextStarts: startsIn(host.root, problems, MACHINE_CONFIG, 'talos'),
    isStartedElsewhere: true,
    remedy: {
      edit: 'cluster.apiServer.extraArgs of the Talos machine configuration (talosctl edit machineconfig)',
    },
  };
};
