import type { RecogniseInstallation } from './installation.ts';
import { MACHINE_CONFIG } from './machine-config.ts';
import { startsIn } from './starts-in.ts';

/** Talos, on its state partition. */
export const talos: RecogniseInstallation = (_, { host }) => {
  return {
    startedBy: startsIn(host.root, MACHINE_CONFIG, 'talos'),
    isStartedElsewhere: true,
    whereToFix: {
      edit: 'cluster.apiServer.extraArgs of the Talos machine configuration (talosctl edit machineconfig)',
    },
  };
};
