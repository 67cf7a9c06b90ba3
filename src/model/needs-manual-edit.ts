/** Why what is written somewhere is not removed here, but has to be by hand. */
export class NeedsManualEdit extends Error {
  override readonly name = 'NeedsManualEdit';
}
