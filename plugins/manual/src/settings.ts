export interface NamedChoice {
  readonly id: string;
  readonly name?: string;
}

export interface ManualConfig {
  readonly plans: readonly NamedChoice[];
  readonly images?: readonly NamedChoice[];
  readonly setUpHours?: number;
  readonly changeHours?: number;
  readonly setUpList?: string;
  readonly reinstallList?: string;
  readonly changeList?: string;
}

export const SET_UP_HOURS = 24;
export const CHANGE_HOURS = 4;

export const nameOf = (choices: readonly NamedChoice[], id: string): string =>
  choices.find(choice => choice.id === id)?.name ?? id;
