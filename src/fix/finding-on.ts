import { judge } from '../audit/judge.ts';
import type { Control } from '../model/control.ts';
import type { Finding } from '../model/report.ts';
import type { Target } from '../model/target.ts';

/** What the audit says of a target where no option says more. */
export function findingOn(target: Target, control: Control): Finding {
  return judge(target, control, { release: undefined, isStrict: false });
}
