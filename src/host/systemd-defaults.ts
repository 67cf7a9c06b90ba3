import { namesIfDirectory, textIfFile } from './host-files.ts';
import { onceAView } from './once-a-view.ts';

const DIRECTORIES = ['/etc', '/run', '/usr/local/lib', '/usr/lib', '/lib'];
const COMMENT = /^[ \t]*[#;]/;

/** Whether systemd itself may have variables for every service: `DefaultEnvironment=`. `man systemd-system.conf` */
export const definesDefaults = onceAView((view) =>
  DIRECTORIES.some((directory) => {
    const main = `${directory}/systemd/system.conf`;
    const names = namesIfDirectory(view, `${main}.d`) ?? [];
    const dropIns = names.filter((name) => name.endsWith('.conf')).map((name) => `${main}.d/${name}`);
    return [main, ...dropIns].some((path) => hasDefaults(textIfFile(view, path)?.text ?? ''));
  }),
);

function hasDefaults(text: string): boolean {
  return text.split(/[\n\r]/).some((line) => line.includes('DefaultEnvironment') && !COMMENT.test(line));
}
