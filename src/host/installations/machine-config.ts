/** Where Talos keeps its machine configuration. */
export const MACHINE_CONFIG = '/system/state/config.yaml';
