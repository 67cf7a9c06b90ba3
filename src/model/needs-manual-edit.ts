/** Why what is written somewhere is not removed here, but has to be by hand. */
export class ByHand extends Error {
  override readonly name = 'ByHand';
}
