import { Option } from 'commander';

/** A name that can be given. */
export interface Choice {
  readonly name: string;
  /** Empty where the name says it all. */
  readonly summary: string;
}

export function choicesOf(names: readonly string[]): Choice[] {
  return names.map((name) => ({ name, summary: '' }));
}

/** An option that takes one of several names: shells complete them, and the request is checked against them. */
export class ChoiceOption extends Option {
  readonly names: readonly Choice[];

  constructor(flags: string, description: string, names: readonly Choice[]) {
    super(flags, description);
    this.names = names;
  }
}
