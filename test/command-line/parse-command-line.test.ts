import { describe, expect, test } from 'vitest';
import { parseCommandLine } from '../../src/command-line/parse-command-line.ts';
import { AuditError } from '../../src/model/problem.ts';

const REPORTS = { text: { summary: 'for people' }, json: { summary: 'for scripts' } };
const FLEET_REPORTS = { text: { summary: 'for people' } };

function parse(...argv: string[]) {
  return parseCommandLine(argv, REPORTS, ['workload', 'ps'], FLEET_REPORTS, () => 80);
}

function errorOf(argv: readonly string[]): string {
  try {
    parse(...argv);
  } catch (error) {
    if (error instanceof AuditError) return `${error.message} | ${error.hint}`;
    throw error;
  }
  return 'no error';
}

describe('the command line', () => {
  test('audits this host where it says nothing', () => {
    expect(parse()).toEqual({
      command: 'audit',
      targets: [],
      input: undefined,
      format: 'text',
      reports: [],
      root: '/',
      source: 'auto',
      host: undefined,
      cluster: undefined,
      every: undefined,
      release: undefined,
      isStrict: false,
      isMissingAllowed: false,
      isQuiet: false,
      isVerbose: false,
      isColourWanted: true,
    });
  });

  test.each([
    [['-'], { targets: ['-'] }],
    [['--', '-'], { targets: ['-'] }],
    [['a.yaml', 'b', '-', 'a.yaml'], { targets: ['a.yaml', 'b', '-'] }],
    [['--input', 'workload', 'a'], { input: 'workload', targets: ['a'] }],
    [['-f', 'json'], { format: 'json' }],
    [['--format=json'], { format: 'json' }],
    [
      ['--report', 'json=a', '--report=text=b=c'],
      {
        reports: [
          { format: 'json', path: 'a' },
          { format: 'text', path: 'b=c' },
        ],
      },
    ],
    [['--root', '/host'], { root: '/host' }],
    [['--source', 'ps'], { source: 'ps' }],
    [
      ['--host', 'cp-2', '--cluster=arn:aws:eks:eu-1:1:cluster/a b'],
      { host: 'cp-2', cluster: 'arn:aws:eks:eu-1:1:cluster/a b' },
    ],
    [['--every', '1h30m'], { every: 5400 }],
    [['--every=24d', 'a.yaml'], { every: 24 * 86_400 }],
    [['--host', 'x'.repeat(253)], { host: 'x'.repeat(253) }],
    [['--kubernetes-version', 'v1.20.2'], { release: { major: 1, minor: 20 } }],
    [['--strict'], { isStrict: true }],
    [['--allow-missing'], { isMissingAllowed: true }],
    [['-qv'], { isQuiet: true, isVerbose: true }],
    [['--no-color'], { isColourWanted: false }],
    [['merge', 'a', '-', 'a'], { command: 'merge', targets: ['a', '-'], maxAgeSeconds: undefined }],
    [['merge', '--hosts', 'h', '--max-age', '24h', 'a'], { hosts: 'h', maxAgeSeconds: 86_400 }],
    [['merge', '--max-age=7d', 'a'], { maxAgeSeconds: 604_800 }],
    [['merge', '--max-age', '1h30m', 'a'], { maxAgeSeconds: 5400 }],
    [['merge', '--max-age', '90m', 'a'], { maxAgeSeconds: 5400 }],
    [['merge', '--max-age', '2d1s', 'a'], { maxAgeSeconds: 172_801 }],
    [['merge', 'a', '-qv', '--strict', '--allow-missing'], { isQuiet: true, isStrict: true }],
    [['merge', 'a', '--report', 'text=x'], { reports: [{ format: 'text', path: 'x' }] }],
    [['--no-color', 'merge', 'a'], { command: 'merge', isColourWanted: false }],
    [['completion', 'zsh'], { command: 'completion', shell: 'zsh' }],
    [['explain'], { command: 'explain', isColourWanted: true }],
    [['explain', '--no-color'], { command: 'explain', isColourWanted: false }],
    [['--no-color', 'explain'], { command: 'explain', isColourWanted: false }],
  ])('%o', (argv, expected) => expect(parse(...argv)).toMatchObject(expected));

  test.each([[['--help']], [['-h']], [['help']], [['explain', '--help']], [['--version']], [['-V']]])(
    '%o is printed',
    (argv) => expect(parse(...argv)).toMatchObject({ command: 'print', text: expect.stringMatching(/\S/) }),
  );
});

describe('a wrong command line', () => {
  test.each([
    [['--formt', 'json'], /unknown option '--formt' \| Did you mean --format\?/],
    [['--stric'], /Did you mean --strict\?/],
    [['--fix', 'a'], /unknown option '--fix' \| fix is a command: kubelet-https-audit fix\. See/],
    [['--write', 'a'], /unknown option '--write' \| Only fix writes: kubelet-https-audit fix --write\. See/],
    [
      ['--skip', 'a'],
      /unknown option '--skip' \| To accept a failure, name a file of waivers with --waivers/,
    ],
    [['--namespace', 'a'], /unknown option '--namespace' \| No cluster is asked/],
    [['--format', 'jsn'], /unknown format 'jsn' \| Did you mean json\? Choose one of: text, json/],
    [['--format', 'JSON'], /Did you mean json\?/],
    [['--report', 'jsn=a'], /unknown format 'jsn' \| Did you mean json\?/],
    [
      ['--report', 'json'],
      /--report needs <format>=<file>, got 'json' \| For example: --report json=report.json/,
    ],
    [['--report', '=a'], /--report needs <format>=<file>/],
    [['--report', 'json='], /--report needs <format>=<file>/],
    [['--report', 'json=-'], /--report needs <format>=<file>/],
    [['--report', 'json=x/../a', '--report', 'text=./a'], /two reports would be written to .\/a/],
    [['--report', 'json=package.json', './package.json'], /would replace package.json, which is being read/],
    [['--waivers', ''], /--waivers needs a file \| Give the path of a YAML file/],
    [['--waivers', '-'], /--waivers needs a file/],
    [['--waivers', 'a', '--waivers', 'b'], /--waivers is given twice \| Put all waivers into one file/],
    [['merge', '--waivers', '-', 'a'], /--waivers needs a file/],
    [['merge', '--waivers', 'package.json', '--report', 'text=./package.json', 'a'], /would replace/],
    [['--waivers', 'package.json', '--report', 'json=./package.json'], /would replace ./],
    [['--waivers', 'a', 'fix', 'b'], /fix does not take --waivers/],
    [['--report', 'json=a', 'explain'], /explain does not take --report/],
    [['merge'], /merge needs reports/],
    [['merge', '--max-age', '30m1h', 'a'], /--max-age 30m1h is not a duration \| Write it as 24h/],
    [['merge', '--max-age', '-1h', 'a'], /is not a duration/],
    [['merge', '--max-age', '', 'a'], /is not a duration/],
    [['merge', '--max-age', '0', 'a'], /is not a duration/],
    [['merge', '--hsts', 'x', 'a'], /Did you mean --hosts\?/],
    [['merge', '--format', 'json', 'a'], /the format json is only for one host \| Choose one of: text/],
    [['merge', '--report', 'text=package.json', './package.json'], /would replace package.json/],
    [['merge', '--hosts', 'package.json', '--report', 'text=./package.json', 'a'], /would replace/],
    [
      ['--format', 'json', 'merge', 'a'],
      /--format is before merge \| Put it after the command: .* merge --format\./,
    ],
    [['-q', 'fix'], /^--quiet is before fix \| Put it after the command: kubelet-https-audit fix --quiet\.$/],
    [['--format', 'prometheus'], /unknown format 'prometheus' \| Choose one of/],
    [['--host', 'prod/cp-1'], /--host 'prod\/cp-1' has a slash in it \| Give the cluster with --cluster/],
    [['--source', 'procf'], /Did you mean procfs\?/],
    [[''], /a target is empty/],
    [['--input', 'workload'], /--input applies only to files/],
    [['--input', 'worklod', 'a'], /Did you mean workload\?/],
    [['a', '--root', '/host'], /cannot be combined/],
    [['--kubernetes-version', 'latest'], /'latest' is not a valid Kubernetes version \| Write it as/],
    [['--kubernetes-version'], /argument missing/],
    [['--root'], /argument missing/],
    [['--root', ''], /--root is empty/],
    [['-', '--root', '/host'], /cannot be combined/],
    [['-', '--source', 'procfs'], /cannot be combined/],
    [['--source', 'ps', '--root', '/host'], /cannot be combined/],
    [['--host', ''], /^--host '' is not a valid name \| Give 1 to 253 printable characters: no line breaks/],
    [['--cluster', ''], /^--cluster '' is not a valid name/],
    [['--host', 'a\nb'], /^--host 'a\\nb' is not a valid name/],
    [['--cluster', '\u001b[31mred'], /^--cluster '\\x1b\[31mred' is not a valid name/],
    [['--host', '::error::x'], /is not a valid name/],
    [['--host', ' cp-1'], /is not a valid name/],
    [['--host', 'x'.repeat(254)], /^--host 'x{40}…|x{254}' is not a valid name/],
    [['--host', '$(NODE_NAME)'], /a variable in it that was not replaced \| Kubernetes replaces/],
    [['--host', '$NODE_NAME'], /a variable in it that was not replaced \| Kubernetes replaces/],
    [['--cluster', 'x-${CLUSTER'], /a variable in it that was not replaced \| Kubernetes replaces/],
    [['--host'], /argument missing/],
    [['--host', 'a', 'fix'], /fix does not take --host \| It is an option of the audit/],
    [['fix', '--cluster', 'a'], /unknown option '--cluster' \| It is an option of the audit\. See/],
    [['fix', '--host', 'a'], /unknown option '--host' \| It is an option of the audit\. See/],
    [['--every', '1'], /^--every 1 is not a duration \| Write it as 24h/],
    [['--every', '0s'], /^--every 0s is not a duration/],
    [['--every', '25d'], /^--every 25d is too long \| Give at most 24d/],
    [['--every', '1h', '-'], /--every cannot be combined with - \(standard input\)/],
    [['--every', '1h', 'fix'], /fix does not take --every/],
    [['completion'], /missing required argument 'shell' \| See kubelet-https-audit completion --help/],
    [['completion', 'bsh'], /unknown shell 'bsh' \| Did you mean bash\? Choose one of: bash, zsh, fish/],
    [['--strict', 'completion', 'zsh'], /completion does not take --strict \| It is an option of the audit/],
    [['explain', 'x'], /too many arguments.* \| See kubelet-https-audit explain --help/],
    [['--json'], /unknown option '--json' \| Did you mean --format json\? See kubelet-https-audit --help/],
    [['--output', 'json'], /unknown option '--output' \| Choose the format with --format, and a file/],
    [['-o', 'json', 'deploy'], /unknown option '-o' \| Choose the format with --format/],
    [['--kubeconfig=admin.conf'], /unknown option '--kubeconfig=admin.conf' \| No cluster is asked/],
    [['fix', '--dry-run'], /unknown option '--dry-run' \| It changes nothing unless --write is given/],
    [['help', 'x'], /unknown command \| The commands are explain, fix, merge, completion/],
    [['explain', '--format', 'json'], /unknown option '--format'/],
    [['--format', 'json', 'explain'], /explain does not take --format/],
  ])('%o says what is wrong and what to do', (argv, expected) => expect(errorOf(argv)).toMatch(expected));
});
