import { kubeletHttps } from './audit/control/kubelet-https.ts';
import type { MergeRequest } from './command-line/request.ts';
import { Collection } from './merge/collection.ts';
import { parseExpectedHosts } from './merge/expected-hosts.ts';
import { merge } from './merge/merge.ts';
import { readReports } from './merge/read-reports.ts';
import { withinLimit } from './merge/within-limit.ts';
import type { Fleet } from './model/fleet.ts';
import { AuditError } from './model/problem.ts';
import { TOOL } from './model/report.ts';
import { FLEET_REPORTS, type FleetFormatName } from './reporters/fleet/index.ts';
import { readWhole } from './sources/files/read-whole.ts';
import { readStream } from './sources/processes/read-stream.ts';
import { decodeText } from './sources/system/bytes.ts';
import { UnreadableFile } from './sources/system/descriptors.ts';
import { errnoMessage } from './sources/system/errno.ts';
import { exitStatusOf } from './terminal/exit-status.ts';
import { Progress } from './terminal/progress.ts';
import { publish } from './terminal/publish.ts';
import type { Terminal } from './terminal/terminal.ts';
import { readWaivers } from './waivers/read-waivers.ts';

/** Reads the reports of many hosts, puts them together, and reports. Gives the exit status. */
export async function runMerge(request: MergeRequest<FleetFormatName>, terminal: Terminal): Promise<number> {
  const { targets, hosts, maxAgeSeconds, isStrict, isMissingAllowed, isQuiet } = request;
  const waivers = request.waivers === undefined ? [] : readWaivers(request.waivers, false);
  if ([hosts, ...targets].includes('-') && terminal.stdin.isTTY) {
    throw new AuditError('standard input is a terminal', 'Pipe something to it, or name files.');
  }
  const collection = new Collection(terminal.now(), isStrict, waivers);
  if (hosts !== undefined)
    collection.expectListed(parseExpectedHosts(await readList(hosts, terminal), hosts));
  if (maxAgeSeconds !== undefined) collection.limitAge(maxAgeSeconds);
  const progress = isQuiet ? undefined : new Progress(terminal);
  const files = await readReports(targets, collection, {
    controlId: kubeletHttps.id,
    stdin: terminal.stdin,
    onProgress: (reports) => progress?.show(`Read ${reports} reports …`),
  }).finally(() => progress?.clear());
  const fleet = merge(collection, { tool: TOOL, control: kubeletHttps, isMissingAllowed });
  return publish(
    request,
    {
      exitStatus: exitStatusOf(fleet.status, isMissingAllowed),
      render: async (format, options) => {
        const reporter = await FLEET_REPORTS[format].load();
        return withinLimit(format, () => reporter(fleet, options));
      },
      inputs: [...files, hosts ?? [], request.waivers ?? []].flat(),
      failure: isQuiet ? nothingReceived(fleet) : undefined,
    },
    terminal,
  );
}

/** What a person who asked for no report has to hear nevertheless: that there is nothing to report on. */
function nothingReceived({ hosts, problems: [first] }: Fleet): AuditError | undefined {
  if (hosts.some(({ received }) => received.length > 0)) return undefined;
  return first === undefined
    ? new AuditError('no report was received', 'See whether the audits wrote reports.')
    : new AuditError(`no report was received: ${first.path}: ${first.message}`, first.hint);
}

async function readList(path: string, terminal: Terminal): Promise<string> {
  if (path === '-') return decodeText(await readStream(terminal.stdin, 'Pipe a list of hosts to it.'));
  try {
    return decodeText(readWhole(path));
  } catch (error) {
    const reason = error instanceof UnreadableFile ? error.message : `cannot be read: ${errnoMessage(error)}`;
    throw new AuditError(`${path} ${reason}`, 'Give a file that lists hosts, or - for standard input.');
  }
}
