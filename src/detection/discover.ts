import type { Discovery, Scan } from '../model/discovery.ts';
import { detect } from './detect.ts';

/** What a source found, sorted into API servers and what is set aside. */
export function discover(scan: Scan): Discovery {
  const detections = scan.invocations.map(detect);
  return {
    scan,
    servers: detections.filter((detection) => detection.kind === 'api-server'),
    setAside: [...(scan.setAside ?? []), ...detections.filter((detection) => detection.kind === 'set-aside')],
    notRunning: [],
    problems: scan.problems,
  };
}
