import { basename } from '../../model/basename.ts';
import type { Reading, ReadText } from './file-format.ts';
import { commandsOf } from './systemd-command.ts';
import { environmentOf, lastSet } from './systemd-environment.ts';
import { expandWith } from './systemd-expand.ts';
import { apiServerInK3s } from './systemd-k3s.ts';
import { readAssignments } from './systemd-lines.ts';

/** A systemd unit or drop-in: every command of its `ExecStart=`. */
export const readSystemdUnit: ReadText = ({ path, text }, readBeside) => {
  const service = readAssignments(text)?.filter(({ section }) => section === 'Service');
  if (service === undefined) return undefined;
  const object = basename(path);
  const expand = expandWith(environmentOf(service, readBeside));
  return lastSet(service, 'ExecStart').flatMap((assignment) =>
    commandsOf(assignment, expand).map(
      (command): Reading => ({
        object,
        container: null,
        start: assignment.start,
        arguments: apiServerInK3s(command) ?? command,
      }),
    ),
  );
};
