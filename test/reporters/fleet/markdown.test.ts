import { describe, expect, test } from 'vitest';
import { hostLabel } from '../../../src/model/fleet.ts';
import { markdown } from '../../../src/reporters/fleet/markdown.ts';
import { hostStatus } from '../../../src/reporters/fleet/words.ts';
import { WORDS } from '../../../src/reporters/words/status.ts';
import { FLEETS, jsonReport, mergeReports } from '../../support/fleets.ts';
import { itemsUnder, parseMarkdown, rowsOf } from '../../support/parse-markdown.ts';

const OPTIONS = { exitStatus: 2, isColoured: false, isVerbose: false };

describe('the Markdown report on many hosts', () => {
  test.each(Object.entries(FLEETS))('has a row for each host, and names problems: %s', (_, fleet) => {
    const tree = parseMarkdown(markdown(fleet, OPTIONS));
    const rows = rowsOf(tree).slice(1);
    expect(rows.map(([status, host]) => `${status} ${host}`).sort()).toEqual(
      fleet.hosts.map((host) => `${WORDS[hostStatus(host)]} ${hostLabel(host)}`).sort(),
    );
    for (const [status, , , why] of rows) if (status === 'UNKNOWN') expect(why).toMatch(/\w/);
    const problems = itemsUnder('Problems', tree);
    expect(problems).toHaveLength(fleet.problems.length);
  });

  test('counts the hosts that pass where they are many', () => {
    const reports = Array.from({ length: 500 }, (_, index) =>
      jsonReport({
        host: `cp-${index}`,
        example: index === 7 ? 'fail' : index === 8 ? 'not applicable' : 'pass',
      }),
    );
    const text = markdown(mergeReports(reports), OPTIONS);
    expect(rowsOf(parseMarkdown(text))).toHaveLength(2);
    expect(text).toContain('And 498 hosts that pass, 1 without an API server.');
  });
});
