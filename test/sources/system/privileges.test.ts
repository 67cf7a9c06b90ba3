import { expect, test } from 'vitest';
import { adviceFor, type Readable } from '../../../src/sources/system/privileges.ts';

const status = (uid: number, capabilities: string) =>
  `Name:\tx\nUid:\t${uid}\t${uid}\t${uid}\t${uid}\nCapEff:\t${capabilities}\n`;

const ALL = '000001ffffffffff';
const NONE = '0000000000000000';

test.each<{ text: string; what: Readable; advice: RegExp; why: string }>([
  { text: status(1000, NONE), what: 'file', advice: /^Run as root\.$/, why: 'a user' },
  { text: status(65532, NONE), what: 'process', advice: /^Run as root\.$/, why: 'a user in a container' },
  { text: '', what: 'process', advice: /^Run as root\.$/, why: 'there is no /proc' },
  { text: status(0, NONE), what: 'process', advice: /the capability SYS_PTRACE: add it/, why: 'drop: ALL' },
  { text: status(0, NONE), what: 'file', advice: /the capability DAC_READ_SEARCH: add it/, why: 'drop: ALL' },
  {
    text: status(0, '0000000000000004'),
    what: 'process',
    advice: /SYS_PTRACE/,
    why: 'DAC_READ_SEARCH is another',
  },
  { text: status(0, '0000000000000004'), what: 'file', advice: /AppArmor/, why: 'it has DAC_READ_SEARCH' },
  { text: status(0, '0000000000000002'), what: 'file', advice: /AppArmor/, why: 'DAC_OVERRIDE is more' },
  { text: status(0, '0000000000080000'), what: 'process', advice: /AppArmor/, why: 'it has SYS_PTRACE' },
  { text: status(0, ALL), what: 'process', advice: /AppArmor, SELinux/, why: 'root without limits' },
])('what to do where $what may not be read: $advice, as $why', ({ text, what, advice }) => {
  expect(adviceFor(text, what)).toMatch(advice);
});
