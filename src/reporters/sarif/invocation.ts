import { type Problem, problemPlace } from '../../model/problem.ts';
import type { Report } from '../../model/report.ts';
import { noneFoundWords } from '../words/examined.ts';
import { sarifPlace, sarifPosition } from './location.ts';
import { sarifMessage, sarifRuleId } from './rule.ts';

/** The run itself; what could not be read makes it incomplete, which the standard calls unsuccessful. */
export function sarifInvocation(report: Report, exitStatus: number) {
  const { host, cluster, startedAt, auditedAt, findings, problems, examined, warnings = [] } = report;
  const rule = { id: sarifRuleId(report.control), index: 0 };
  const notify = (id: string, level: 'error' | 'warning', problem: Problem) => ({
    descriptor: { id },
    associatedRule: rule,
    level,
    message: sarifMessage(`${problemPlace(problem)}: ${problem.message}`, problem.hint),
    locations: [{ physicalLocation: sarifPlace(problem) }],
  });
  const isBlind = findings.length > 0 && examined.blindSpot !== undefined;
  const isEmpty = findings.length === 0 && problems.length === 0;
  return {
    executionSuccessful: problems.length === 0,
    exitCode: exitStatus,
    startTimeUtc: startedAt.toISOString(),
    endTimeUtc: auditedAt.toISOString(),
    ...(host !== null && { machine: host }),
    ...(cluster !== null && { properties: { cluster } }),
    toolExecutionNotifications: [
      ...problems.map((problem) => notify('problem', 'error', problem)),
      ...warnings.map(({ code, message, position }) => ({
        descriptor: { id: code },
        associatedRule: rule,
        level: 'warning',
        message: sarifMessage(message),
        ...(position && { locations: [{ physicalLocation: sarifPosition(position) }] }),
      })),
      ...(isBlind ? [notify('blind-spot', 'warning', examined.blindSpot)] : []),
      ...(isEmpty
        ? [
            {
              descriptor: { id: 'no-api-server' },
              associatedRule: rule,
              level: 'warning',
              message: sarifMessage(noneFoundWords(report)),
            },
          ]
        : []),
    ],
  };
}
