import { programAt, type WrittenArgument, type WrittenInvocation } from '../file-format.ts';
import { readImage, versionIn } from './image-reference.ts';

/**
 * What a container of an image runs, and the release that the image is of.
 *
 * @param image the whole reference, or what stands for a container that names none
 * @param command what replaces the entrypoint of the image; nothing if it is empty
 */
export function inImage(
  image: WrittenArgument,
  command: readonly WrittenArgument[],
  args: readonly WrittenArgument[],
): Pick<WrittenInvocation, 'arguments' | 'version'> {
  const { name } = readImage(image.text);
  const version = versionIn(image.text);
  const isHidden = (command[0] ?? args[0])?.isUnknown && /^(?:kube-apiserver|hyperkube)$/.test(name);
  const program = isHidden
    ? 'kube-apiserver'
    : command.length === 0
      ? entrypointOf(name, args[0]?.text)
      : undefined;
  return {
    arguments: [
      ...(program === undefined ? [] : [{ ...programAt(image), text: program }]),
      ...command,
      ...args,
    ],
    ...(version !== undefined && { version }),
  };
}

/** What an image of Kubernetes runs without a command; others have their program in their arguments. */
function entrypointOf(image: string, first: string | undefined): string | undefined {
  const isProgramGiven = first !== undefined && !first.startsWith('-');
  if (image === 'kube-apiserver' && !isProgramGiven) return image;
  return image === 'hyperkube' && isProgramGiven && !first.includes('/') ? image : undefined;
}
