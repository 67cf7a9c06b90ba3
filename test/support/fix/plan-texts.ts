import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FixRequest } from '../../../src/command-line/request.ts';
import { type FixPlan, planFix } from '../../../src/fix/plan.ts';
import type { FilePlan } from '../../../src/fix/plan-file.ts';
import { fakeTerminal } from './fake-terminal.ts';

/** What `fix` plans for files with these texts, if the one at `target` is named. Nothing below `root` is changed but they. */
export async function planTexts(
  root: string,
  files: Readonly<Record<string, string>>,
  target: string,
): Promise<readonly FilePlan[]> {
  writeTexts(root, files);
  const { files: plans } = await planTarget(join(root, target));
  return plans;
}

export function writeTexts(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** What `fix` plans for a file or directory that is named. */
export function planTarget(target: string): Promise<FixPlan> {
  return planFix(fixRequest([target]), fakeTerminal().terminal);
}

/** A request that says nothing but what it names. */
export function fixRequest(targets: readonly string[], others: Partial<FixRequest> = {}): FixRequest {
  return {
    command: 'fix',
    targets,
    root: '/',
    isToBeWritten: false,
    backupDirectory: undefined,
    pause: undefined,
    patience: undefined,
    context: 0,
    isMissingAllowed: false,
    isQuiet: false,
    isColourWanted: false,
    ...others,
  };
}

/** The text that a plan gives a file: as it is where nothing has to change, or why it has to be changed by hand. */
export function plannedText(plans: readonly FilePlan[], before: string): string {
  const [plan, ...others] = plans;
  if (plan === undefined) return before;
  if (others.length > 0) return `${plans.length} files`;
  return plan.kind === 'edit' ? plan.after : `${plan.kind}: ${plan.problem.message}`;
}
