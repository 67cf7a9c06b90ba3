/** A text of a reader's grammar with a part that is repeated `n` times. */
export type HostileText = (n: number) => string;

/** `n` pieces, each with its number. */
const many = (n: number, piece: (index: number) => string) =>
  Array.from({ length: n }, (_, index) => piece(index)).join('');

const pod = (containers: string, rest = '') =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n${containers}${rest}`;
const withArgs = (args: string) =>
  pod(`  - name: a\n    image: x/kube-apiserver:v1.18.0\n    command: [kube-apiserver]\n    args:\n${args}`);
const withEnv = (command: string, env: string) =>
  pod(`  - name: a\n    command: ${command}\n    env:\n${env}`);
const kubeadm = (flags: string, version = 'v1beta2', before = '') =>
  `${before}apiVersion: kubeadm.k8s.io/${version}\nkind: ClusterConfiguration\napiServer:\n  extraArgs:\n${flags}`;

const json = (args: readonly string[]) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    spec: { containers: [{ command: ['kube-apiserver'], args }] },
  });

const compose = (command: string) => `services:\n  a: {command: ${JSON.stringify(command)}}\n`;

/** Manifests, kubeadm's configuration and others that are YAML or JSON. */
export const YAML_TEXTS: Readonly<Record<string, HostileText>> = {
  'anchors of one name, each with its alias': (n) => withArgs(many(n, () => '    - &a x\n    - *a\n')),
  'aliases of one anchor': (n) => withArgs(`    - &a x\n${many(n, () => '    - *a\n')}`),
  anchors: (n) => withArgs(many(n, (i) => `    - &a${i} x\n`)),
  'aliases of a container': (n) =>
    pod(`  - &c {name: a, command: [kube-apiserver, --kubelet-https=false]}\n${many(n, () => '  - *c\n')}`),
  'aliases of aliases': (n) =>
    `x:\n- &a0 [x]\n${many(n, (i) => `- &a${i + 1} [*a${i}, *a${i}]\n`)}${withArgs('    - x\n')}`,
  'a long list, and many aliases of it': (n) =>
    pod(
      `  - name: a\n    command: &c\n    - kube-apiserver\n${many(n, () => '    - x\n')}${many(n, () => '  - {name: b, command: *c}\n')}`,
    ),
  'merge keys of merge keys in a list': (n) =>
    kubeadm(`  - &a0 {name: f, value: x}\n${many(n, (i) => `  - &a${i + 1} {<<: *a${i}}\n`)}`, 'v1beta4'),
  "kind's patches, and nodes": (n) =>
    `kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nkubeadmConfigPatches:\n${many(n, () => '- |\n  kind: ClusterConfiguration\n  apiServer: {extraArgs: {a: b}}\n')}nodes:\n${many(n, () => '- role: control-plane\n  kubeadmConfigPatches: ["kind: ClusterConfiguration"]\n')}`,
  'aliases of a long patch': (n) =>
    `kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nkubeadmConfigPatches:\n- &a |\n  kind: ClusterConfiguration\n${many(n, () => '  #\n')}${many(n, () => '- *a\n')}`,
  'flags that fail': (n) => withArgs(many(n, () => '    - --kubelet-https=false\n')),
  'other flags': (n) => withArgs(many(n, (i) => `    - --x${i}\n`)),
  'block scalars': (n) => withArgs(many(n, () => '    - |\n      --kubelet-https=false\n')),
  'comments between items': (n) => withArgs(many(n, () => '    # c\n    - x\n')),
  comments: (n) => withArgs(`${many(n, () => '    # c\n')}    - x\n`),
  'empty lines': (n) => withArgs(`${'\n'.repeat(n)}    - x\n`),
  'empty items': (n) => withArgs(many(n, () => '    -\n')),
  tags: (n) => withArgs(many(n, () => '    - !!str x\n')),
  'carriage returns': (n) => withArgs(many(n, () => '    - x\r\n')),
  tabs: (n) => withArgs(many(n, () => '\t- x\n')),
  'quotes that stay open': (n) => withArgs(many(n, () => '    - "x\n')),
  'brackets that stay open': (n) => withArgs(`    - ${'['.repeat(Math.min(n, 990))}\n`),
  'braces that stay open': (n) => withArgs(`    - ${'{'.repeat(Math.min(n, 900))}\n`),
  'braces that close nothing': (n) => withArgs(`    - ${'}'.repeat(n)}\n`),
  'keys of keys': (n) => withArgs(`    - ${'? '.repeat(Math.min(n, 240))}x\n`),
  colons: (n) => withArgs(`    - ${'a: '.repeat(n)}\n`),
  'colons without blanks': (n) => withArgs(`    - ${'a:'.repeat(n)}\n`),
  'a long flow list': (n) => withArgs(`    - [${'a,'.repeat(n)}]\n`),
  'a list in JSON': (n) => json(Array.from({ length: n }, () => '--x')),
  'escapes in JSON': (n) => json([`--x=${'"\\'.repeat(n)}`]),
  'a long flow map': (n) => withArgs(`    - {${many(n, (i) => `a${i}: b, `)}}\n`),
  'a long text': (n) => withArgs(`    - "--x=${'a'.repeat(n)}"\n`),
  'a long plain text': (n) => withArgs(`    - ${'a '.repeat(n)}\n`),
  'blanks in a text': (n) => withArgs(`    - a${' '.repeat(n)}b\n`),
  'a plain text of many lines': (n) => withArgs(`    - a\n${many(n, () => '      b\n')}`),
  'a quoted text of many lines': (n) => withArgs(`    - "a\n${many(n, () => '      b\n')}"\n`),
  'a quoted text of empty lines': (n) => withArgs(`    - "a\n${'\n'.repeat(n)}"\n`),
  directives: (n) => `${many(n, () => '%FOO bar\n')}---\n${withArgs('    - x\n')}`,
  documents: (n) => many(n, () => `---\n${pod('  - name: a\n    command: [kube-apiserver]\n')}`),
  'empty documents': (n) => `${many(n, () => '---\n')}${withArgs('    - x\n')}`,
  'damaged documents': (n) => `${many(n, () => '---\na: [\n')}${withArgs('    - x\n')}`,
  containers: (n) =>
    pod(many(n, (i) => `  - {name: a${i}, command: [kube-apiserver, --kubelet-https=false]}\n`)),
  'variables of variables': (n) =>
    withEnv(
      '[kube-apiserver, "$(A1)"]',
      many(n, (i) => `    - {name: A${i}, value: "x$(A${i - 1})"}\n`),
    ),
  'variables that double': (n) =>
    withEnv(
      '[kube-apiserver, "$(A1)"]',
      many(n, (i) => `    - {name: A${i}, value: "x$(A${i - 1})$(A${i - 1})"}\n`),
    ),
  'a long value that is often used': (n) =>
    withEnv(`[kube-apiserver${many(n, () => ', "$(A)"')}]`, `    - {name: A, value: ${'x'.repeat(n)}}\n`),
  'references that stay open': (n) =>
    pod(`  - name: a\n    command: [kube-apiserver, "${'$('.repeat(n)}"]\n`),
  mounts: (n) =>
    pod(
      `  - name: a\n    command: [kube-apiserver]\n    volumeMounts:\n${many(n, (i) => `    - {name: v${i}, mountPath: /a${i}}\n`)}`,
      `  volumes:\n${many(n, (i) => `  - {name: v${i}, hostPath: {path: /b}}\n`)}`,
    ),
  'a list of objects': (n) =>
    `kind: List\napiVersion: v1\nitems:\n${many(n, () => '- {apiVersion: v1, kind: Pod, spec: {containers: [{command: [kube-apiserver]}]}}\n')}`,
  JSON: (n) =>
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      spec: {
        containers: [
          { name: 'a', command: ['kube-apiserver', ...Array.from({ length: n }, (_, i) => `--x${i}`)] },
        ],
      },
    }),
  'a map of flags': (n) => kubeadm(many(n, (i) => `    f${i}: x\n`)),
  'one flag': (n) => kubeadm(many(n, () => '    f: x\n')),
  'flags with lists': (n) => kubeadm(many(n, () => '    f: [a, b]\n')),
  'a list of named flags': (n) =>
    kubeadm(
      many(n, () => '  - {name: f, value: x}\n'),
      'v1beta4',
    ),
  'merge keys': (n) => kubeadm(`    a: &a {x: y}\n${many(n, () => '    <<: *a\n')}`),
  'a merge key with a list': (n) => kubeadm(`    <<: [${'*a, '.repeat(n)}]\n`, 'v1beta2', 'x: &a {x: y}\n'),
  'merge keys of merge keys': (n) =>
    kubeadm(
      `    <<: *a${n}\n`,
      'v1beta2',
      `x:\n- &a0 {f: x}\n${many(n, (i) => `- &a${i + 1} {<<: *a${i}, f${i}: x}\n`)}`,
    ),
  'YAML in YAML': (n) =>
    `kind: ConfigMap\napiVersion: v1\nmetadata: {name: kubeadm-config}\ndata:\n  ClusterConfiguration: |\n    kind: ClusterConfiguration\n    apiServer:\n      extraArgs:\n${many(n, (i) => `        a${i}: b\n`)}`,
  'YAML in a quoted text': (n) =>
    `kind: ConfigMap\napiVersion: v1\nmetadata: {name: kubeadm-config}\ndata:\n  ClusterConfiguration: "kind: ClusterConfiguration\\napiServer:\\n  extraArgs:\\n${many(n, (i) => `    a${i}: b\\n`)}"`,
  'keys of k3s': (n) => many(n, () => 'kube-apiserver-arg+: [a=b]\n'),
  'arguments of k3s': (n) => `kube-apiserver-arg:\n${many(n, () => '- a-=b\n')}`,
  'an argument of k3s that goes on': (n) => `kube-apiserver-arg:\n- a${'+-'.repeat(n)}=b\n`,
  'services of compose': (n) => `services:\n${many(n, (i) => `  a${i}: {command: kube-apiserver --x}\n`)}`,
  'a service of compose that many extend': (n) =>
    `services:\n  a: {command: [kube-apiserver, ${'--x, '.repeat(n)}]}\n${many(n, (i) => `  a${i}: {extends: a}\n`)}`,
  'keys of a service that many extend': (n) =>
    `services:\n  a: {${many(n, (i) => `k${i}: x, `)} command: kube-apiserver}\n${many(n, (i) => `  a${i}: {extends: a}\n`)}`,
  'services of compose that extend each other': (n) =>
    `services:\n  a0: {command: kube-apiserver}\n${many(n, (i) => `  a${i + 1}: {extends: a${i}}\n`)}`,
  'words of a command of compose': (n) => compose(`kube-apiserver ${'--x '.repeat(n)}`),
  'variables of compose': (n) => compose(`kube-apiserver ${`\${a} `.repeat(n)}`),
  'braces of compose that stay open': (n) => compose(`kube-apiserver ${'${a'.repeat(n)}`),
  'braces of compose in braces': (n) => compose(`kube-apiserver ${`\${{}`.repeat(n)}`),
  'dollars of compose': (n) => compose(`kube-apiserver ${'$$ '.repeat(n)}`),
  'quotes of compose': (n) => compose(`kube-apiserver ${`"'`.repeat(n)}`),
  'the output of docker inspect': (n) =>
    `[${many(n, () => '{"Path": "kube-apiserver", "Args": ["--x"], "Config": {"Env": ["A=b"]}},')}]`,
  'anchors of k3s, each with its alias': (n) => `kube-apiserver-arg:\n${many(n, () => '- &a x\n- *a\n')}`,
};

const start = 'ExecStart=kube-apiserver';
const unit = (lines: string) => `[Service]\n${lines}\n`;

export const UNITS: Readonly<Record<string, HostileText>> = {
  words: (n) => unit(`${start} ${'--x '.repeat(n)}`),
  commands: (n) => unit(many(n, () => `${start} --x\n`)),
  'commands after semicolons': (n) => unit(`${start} ${'; a '.repeat(n)}`),
  'lines that are ignored': (n) => unit(many(n, () => `${start} \\\\\n--x=y\n--z\n`)),
  semicolons: (n) => unit(`${start} ${';a '.repeat(n)}`),
  'continued lines': (n) => unit(`${start} \\\n${many(n, () => '--x \\\n')}`),
  'comments in a continued line': (n) => unit(`${start} \\\n${many(n, () => '# x\n')}`),
  quotes: (n) => unit(`${start} ${`"'`.repeat(n)}`),
  backslashes: (n) => unit(`${start} ${'\\'.repeat(n)}`),
  escapes: (n) => unit(`${start} ${'\\x41'.repeat(n)}`),
  prefixes: (n) => unit(`ExecStart=${'-@:+'.repeat(n)}kube-apiserver`),
  'one prefix': (n) => unit(`ExecStart=${'!'.repeat(n)}kube-apiserver`),
  'variables in a line': (n) =>
    unit(`Environment=${many(n, (i) => `A${i}=x `)}\n${start} ${many(n, (i) => `$A${i} `)}`),
  'variables in lines': (n) =>
    unit(`${many(n, (i) => `Environment=A${i}=x\n`)}${start} ${many(n, (i) => `\${A${i}} `)}`),
  'a long value that is often used': (n) =>
    unit(`Environment=A=${'x'.repeat(n)}\n${start} ${'$A '.repeat(n)}`),
  'a value of many words that is often used': (n) =>
    unit(`Environment="A=${'x '.repeat(n)}"\n${start} ${'$A '.repeat(n)}`),
  'words that are not written as they are': (n) => unit(`Environment="A=${'x\\ay '.repeat(n)}"\n${start} $A`),
  'a value that is often used in braces': (n) =>
    unit(`Environment=A=${'x'.repeat(n)}\n${start} ${`\${A}`.repeat(n)}`),
  'braces of variables that stay open': (n) => unit(`${start} ${'${'.repeat(n)}`),
  dollars: (n) => unit(`${start} ${'$$'.repeat(n)}`),
  specifiers: (n) => unit(`${start} ${'%%'.repeat(n)}`),
  sections: (n) => `${many(n, () => '[Service]\n')}${start}\n`,
  'sections that stay open': (n) => unit(`${many(n, () => '[x\n')}${start}`),
  'commands that are taken back': (n) => unit(`${many(n, () => 'ExecStart=\n')}${start}`),
  NUL: (n) => unit(`${'\0'.repeat(n)}${start}`),
  blanks: (n) => unit(`${' '.repeat(n)}${start}${' '.repeat(n)}`),
  'arguments of k3s': (n) => unit(`ExecStart=/usr/bin/k3s server ${'--kube-apiserver-arg a=b '.repeat(n)}`),
  'variables that are taken away': (n) =>
    unit(`${many(n, (i) => `UnsetEnvironment=A${i}\n`)}Environment=A=x\n${start} $A`),
  'options of docker': (n) => unit(`ExecStart=/bin/docker run ${'-e A=b '.repeat(n)}kube-apiserver`),
  'short options of docker': (n) => unit(`ExecStart=/bin/docker run -${'d'.repeat(n)} kube-apiserver`),
  'containers in containers': (n) => unit(`ExecStart=/bin/${'docker run '.repeat(n)}kube-apiserver`),
  'names of docker': (n) => unit(`ExecStart=/bin/sudo ${'docker --config '.repeat(n)}kube-apiserver`),
  'images of rkt': (n) => unit(`ExecStart=/bin/rkt run ${'kube-apiserver -- --x --- '.repeat(n)}`),
  'a shell with braces': (n) => unit(`ExecStart=/bin/sh -c "kube-apiserver ${'{,'.repeat(n)}"`),
};

const script = (text: string) => pod(`  - name: a\n    command: [sh, -c, ${JSON.stringify(text)}]\n`);
const scriptWith = (value: string, text: string) =>
  pod(
    `  - name: a\n    env: [{name: A, value: ${JSON.stringify(value)}}]\n    command: [sh, -c, ${JSON.stringify(text)}]\n`,
  );

/** In the words of a manifest. */
export const SCRIPTS: Readonly<Record<string, HostileText>> = {
  words: (n) => script(`kube-apiserver ${'--x '.repeat(n)}`),
  'commas after braces': (n) => script(`kube-apiserver ${'{,'.repeat(n)}`),
  'braces, then commas': (n) => script(`kube-apiserver ${'{'.repeat(n)}${','.repeat(n)}`),
  'here-documents': (n) => script(`kube-apiserver ${'<<E '.repeat(n)}\n${'x\n'.repeat(n)}`),
  'here-documents that end': (n) => script(`kube-apiserver ${'<<E '.repeat(n)}\n${'E\n'.repeat(n)}`),
  'here-documents that stay open': (n) => script(many(n, () => 'a <<E\n')),
  'substitutions that stay open': (n) => script(`kube-apiserver ${'$('.repeat(n)}`),
  'substitutions with blanks': (n) => script(`kube-apiserver ${'$( '.repeat(n)}`),
  'substitutions in quotes': (n) => script(`kube-apiserver ${'"$(" '.repeat(n)}`),
  backquotes: (n) => script(`kube-apiserver ${'`'.repeat(n)}`),
  'braces of variables that stay open': (n) => script(`kube-apiserver ${'${'.repeat(n)}`),
  'variables in braces': (n) => script(`kube-apiserver ${`\${a}`.repeat(n)}`),
  variables: (n) => script(`kube-apiserver ${'$x '.repeat(n)}`),
  'quotes in quotes': (n) => script(`kube-apiserver ${`"'`.repeat(n)}`),
  quotes: (n) => script(`kube-apiserver ${'" '.repeat(n)}`),
  backslashes: (n) => script(`kube-apiserver ${'\\'.repeat(n)}`),
  'quotes after backslashes': (n) => script(`kube-apiserver ${'\\"'.repeat(n)}`),
  'continued lines': (n) => script(`kube-apiserver ${'\\\n'.repeat(n)}`),
  comments: (n) => script(`kube-apiserver\n${'# x\n'.repeat(n)}`),
  semicolons: (n) => script(`kube-apiserver ${';'.repeat(n)}`),
  commands: (n) => script(`kube-apiserver ${';a'.repeat(n)}`),
  redirections: (n) => script(`kube-apiserver ${'>x '.repeat(n)}`),
  'redirections without a file': (n) => script(`kube-apiserver ${'>'.repeat(n)}`),
  digits: (n) => script(`kube-apiserver ${'1'.repeat(n)}`),
  assignments: (n) => script(`${'A=b '.repeat(n)} kube-apiserver`),
  blanks: (n) => script(`kube-apiserver ${' '.repeat(n)}x`),
  'empty lines': (n) => script(`kube-apiserver ${'\n'.repeat(n)}x`),
  'shells in a shell': (n) => script(`sh -c "sh -c 'kube-apiserver ${'x '.repeat(n)}'"`),
  shells: (n) => script(many(n, () => `sh -c 'kube-apiserver' ;`)),
  'names of shells': (n) => pod(`  - name: a\n    command: [${'sh, '.repeat(n)} x]\n`),
  'all parameters, and many of them': (n) =>
    pod(
      `  - name: a\n    command: [sh, -c, ${JSON.stringify(`kube-apiserver ${'$@ '.repeat(n)}`)}, sh${', x'.repeat(n)}]\n`,
    ),
  'a long value that is often used': (n) => scriptWith('x'.repeat(n), `kube-apiserver ${'"$A" '.repeat(n)}`),
  'a value of many words that is often used': (n) =>
    scriptWith('x '.repeat(n), `kube-apiserver ${'$A '.repeat(n)}`),
  'words that are not written as they are': (n) =>
    scriptWith('x', `kube-apiserver $(A) ${many(n, (i) => `a${i}\\\\ `)}`),
};

/** Files named `kube-apiserver` that hold arguments. */
export const ARGUMENT_FILES: Readonly<Record<string, HostileText>> = {
  lines: (n) => `--etcd-servers=x\n${many(n, (i) => `--x${i}\n`)}`,
  words: (n) => `--etcd-servers=x ${many(n, (i) => `--x${i} `)}`,
  variables: (n) => `--etcd-servers=x\n${many(n, () => '$X\n')}`,
  quotes: (n) => `--etcd-servers=x\n${`"'`.repeat(n)}`,
  'carriage returns': (n) => `--etcd-servers=x\r\n${many(n, () => '--x\r\n')}`,
};

/** Copies of `/proc/PID/cmdline`. */
export const COMMAND_LINES: Readonly<Record<string, HostileText>> = {
  arguments: (n) => `kube-apiserver\0${many(n, (i) => `--x${i}\0`)}`,
  'empty arguments': (n) => `kube-apiserver\0--x\0${'\0'.repeat(n)}`,
  'stray arguments': (n) => `kube-apiserver\0--x\0${'x\0'.repeat(n)}`,
  lines: (n) => `kube-apiserver\n${many(n, (i) => `--x${i}\n`)}`,
};

const START = 'level=info msg="Running kube-apiserver --a=b';

/** What k3s and RKE2 log. */
export const LOGS: Readonly<Record<string, HostileText>> = {
  starts: (n) => many(n, (i) => `time="2025-11-30T05:05:22Z" ${START} --c${i}"\n`),
  'starts of many hosts': (n) => many(n, (i) => `Nov 30 05:05:22 a${i} k3s[1]: ${START} --kubelet-https"\n`),
  'starts on one line': (n) => `time="2025" ${`${START} `.repeat(n)}\n`,
  'other lines': (n) => `time="2025" ${START}"\n${'time="2025" level=info msg=a\n'.repeat(n)}`,
  'a long prefix': (n) => `level=${'a '.repeat(n)}${START}"\n`,
  quotes: (n) => `level=info msg="Running kube-apiserver --a=${'\\"'.repeat(n)}\n`,
  backslashes: (n) => `{"MESSAGE":"msg=\\"Running kube-apiserver --a=${'\\'.repeat(n)}"}\n`,
  'backslashes before the message': (n) => `level= "msg${'\\'.repeat(n)}Running kube-apiserver --a"\n`,
  'keys of JSON': (n) => `{"MESSAGE":"msg=\\"Running kube-apiserver --a\\"",${'"host":'.repeat(n)}"a"}\n`,
  blanks: (n) => `INFO[0] Running kube-apiserver --a${' '.repeat(n)}--b\n${' '.repeat(n)}`,
  'a line without an end': (n) => `level=info msg="Running kube-apiserver ${'--x '.repeat(n)}`,
};

const HEADER = 'UID PID PPID C STIME TTY TIME CMD\n';

/** What `ps` prints. */
export const PROCESS_LISTS: Readonly<Record<string, HostileText>> = {
  servers: (n) =>
    HEADER + many(n, (i) => `root ${i + 2} 1 0 Nov23 ? 00:00:01 kube-apiserver --kubelet-https=false\n`),
  'other processes': (n) =>
    `${HEADER}root 1 0 0 Nov23 ? 00:00:01 kube-apiserver --a\n${many(n, (i) => `root ${i + 2} 1 0 Nov23 ? 00:00:01 sleep\n`)}`,
  'a long line': (n) => `${HEADER}root 1 0 0 Nov23 ? 00:00:01 kube-apiserver ${'--x '.repeat(n)}\n`,
  blanks: (n) => `${HEADER}root 1 0 0 Nov23 ? 00:00:01 kube-apiserver${' '.repeat(n)}--x\n`,
  'lines without a header': (n) => many(n, (i) => `root ${i + 2} 1 0 Nov23 ? 00:00:01 kube-apiserver\n`),
  'command lines alone': (n) => many(n, () => 'kube-apiserver --kubelet-https\n'),
  columns: (n) => `${'PID '.repeat(n)}CMD\n1 kube-apiserver\n`,
  digits: (n) => `1 kube-apiserver\n${'1'.repeat(n)}\n`,
  'digits and blanks': (n) => `1 kube-apiserver\n${'1 '.repeat(n)}\n`,
  'columns without a header': (n) => `${'1 Ss 10:00 root '.repeat(n)}kube-apiserver\n`,
  'words before a server': (n) => `/sbin/init\n${'word '.repeat(n)}kube-apiserver --kubelet-https\n`,
  'escape codes': (n) => `1 kube-apiserver${'\u001b[1;31m\u001b]0;x'.repeat(n)}\n`,
  'a code that does not end': (n) =>
    `1 kube-apiserver\u001b[${'0;'.repeat(n)}\u001b]${'\u001b]x'.repeat(n)}\n`,
  prompts: (n) => many(n, () => '[root@a ~]# ps -ef | grep kube-apiserver\n').concat('1 kube-apiserver\n'),
  'a long prompt': (n) => `[root@a ${'~ '.repeat(n)}\nroot@a:~${'/a '.repeat(n)}\n1 kube-apiserver\n`,
  'a container': (n) => `0123456789ab x "kube-apiserver ${'\\" '.repeat(n)}" ${'1 '.repeat(n)}ago  Up 1\n`,
  'empty lines': (n) => `${HEADER}${'\n'.repeat(n)}root 1 0 0 Nov23 ? 00:00:01 kube-apiserver\n`,
};

/** What a unit names with `EnvironmentFile=`. */
export const ENVIRONMENT_FILES: Readonly<Record<string, HostileText>> = {
  variables: (n) => many(n, (i) => `A${i}=x\n`),
  'one variable': (n) => many(n, () => 'A=x\n'),
  'a long value': (n) => `A=${'x '.repeat(n)}\n`,
  backslashes: (n) => `A="${'\\'.repeat(n)}"\n`,
  'continued lines': (n) => `A=${'x\\\n'.repeat(n)}\n`,
  comments: (n) => `${'#x\n'.repeat(n)}A=x\n`,
  'continued comments': (n) => `#${'x\\\n'.repeat(n)}\nA=x\n`,
  quotes: (n) => `A=${`"'`.repeat(n)}\n`,
  'quotes that stay open': (n) => `${'A="x\n'.repeat(n)}`,
  blanks: (n) => `A=x${' '.repeat(n)}y${' '.repeat(n)}\n`,
  'blanks before': (n) => `${' '.repeat(n)}A=x\n`,
  'names without a value': (n) => `${'A'.repeat(n)}\nA=x\n`,
  'equals signs': (n) => `A${'='.repeat(n)}\n`,
  'variables of an API server': (n) => many(n, (i) => `KUBE_API_${i}="--kubelet-https=$(x \`y"\n`),
  'exported variables': (n) => many(n, (i) => `export KUBE_API_${i}="--v=$(x"\n`),
};

/** The output of `systemctl cat`. */
export const PASTED_UNITS: Readonly<Record<string, HostileText>> = {
  units: (n) => many(n, (i) => `# /etc/systemd/system/${i}.service\n[Service]\n${start}\n`),
  'drop-ins without a section': (n) =>
    `# /etc/systemd/system/a.service\n${many(n, (i) => `# /etc/systemd/system/a.service.d/${i}.conf\nX=\n`)}[Service]\n${start}\n`,
  sections: (n) => `# /etc/systemd/system/a.service\n${many(n, () => '[Service]\n')}${start}\n`,
};

const inConfig = (files: string) => `#cloud-config\nwrite_files:\n${files}`;
const aFile = (path: string, content: string, others = '') =>
  `- {path: ${path}, content: ${content}${others}}\n`;
const inIgnition = (source: string) =>
  `{"ignition":{"version":"3.4.0"},"storage":{"files":[{"path":"/a","contents":{"source":"${source}"}}]}}`;

/** cloud-config and Ignition, with the files that they write. */
export const HOST_CONFIGS: Readonly<Record<string, HostileText>> = {
  'files of an API server': (n) =>
    inConfig(many(n, (i) => aFile(`/a${i}`, '"[Service]\\nExecStart=kube-apiserver --kubelet-https=0"'))),
  'files that mention the flag': (n) => inConfig(many(n, (i) => aFile(`/a${i}`, 'kubelet-https'))),
  'parts of one file': (n) =>
    inConfig(
      aFile('/a', '"[Service]\\nExecStart=kube-apiserver"') +
        many(n, () => aFile('/a', '"\\n#"', ', append: true')),
    ),
  'the same file': (n) => inConfig(many(n, () => aFile('/a', '"[Service]\\nExecStart=kube-apiserver"'))),
  'files of one content': (n) =>
    inConfig(
      aFile('/a', `&a "[Service]${'\\n#'.repeat(n)}\\nA=kube-apiserver"`) +
        many(n, (i) => aFile(`/a${i}`, '*a')),
    ),
  'units that share a file of variables': (n) =>
    inConfig(
      aFile('/e', `"${'A=1\\n'.repeat(n)}"`) +
        many(n, (i) =>
          aFile(`/a${i}.service`, '"[Service]\\nEnvironmentFile=/e\\nExecStart=kube-apiserver $A"'),
        ),
    ),
  'units that share drop-ins': (n) =>
    inConfig(
      many(n, (i) => aFile(`/service.d/${i}.conf`, '"[Service]\\nEnvironment=A=1"')) +
        many(n, (i) => aFile(`/a${i}.service`, '"[Service]\\nExecStart=kube-apiserver $A"')),
    ),
  'mentions beside files': (n) => inConfig(`${aFile('/a', 'a')}x: "${'kubelet-https '.repeat(n)}"\n`),
  'files that are not known': (n) =>
    inConfig(many(n, () => aFile('/kube-apiserver', 'x', ', encoding: b64'))),
  'escapes in a URL': (n) => inIgnition(`data:,%5BService%5D%0AExecStart=kube-apiserver${'%20x'.repeat(n)}`),
  'commas in a URL': (n) => inIgnition(`data:${';a=b'.repeat(n)},kube-apiserver${','.repeat(n)}`),
  'base64 of blanks': (n) => inConfig(aFile('/kube-apiserver', `"A${' '.repeat(n)}==="`, ', encoding: b64')),
};
