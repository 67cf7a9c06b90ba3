import { judge } from '../audit/judge.ts';
import type { Finding } from '../model/report.ts';
import type { ApiServer } from '../model/api-server.ts';

/** What the audit says of a target where no option says more. */
export function findingOn(target: ApiServer): Finding {
  return judge(target, { release: undefined, isStrict: false });
}
