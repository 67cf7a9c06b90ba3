export const TOOL = { name: 'kubelet-https-audit', version: '0.1.0' } as const;
