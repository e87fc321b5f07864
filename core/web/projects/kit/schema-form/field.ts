/** What a form knows about one setting, read once from its JSON Schema. */
interface FieldBase {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly required: boolean;
}

export interface TextField extends FieldBase {
  readonly kind: 'text';
  readonly secret: boolean;
  readonly format: string | undefined;
  readonly multiline: boolean;
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
  readonly pattern: RegExp | undefined;
  readonly placeholder: string;
  readonly initial: string;
}

export interface NumberField extends FieldBase {
  readonly kind: 'number';
  readonly integer: boolean;
  readonly minimum: number | undefined;
  readonly exclusiveMinimum: number | undefined;
  readonly maximum: number | undefined;
  readonly exclusiveMaximum: number | undefined;
  readonly multipleOf: number | undefined;
  readonly placeholder: string;
  readonly initial: number | undefined;
}

export interface FlagField extends FieldBase {
  readonly kind: 'flag';
  readonly initial: boolean;
}

export interface Choice {
  readonly value: string | number | boolean;
  readonly label: string;
}

export interface ChoiceField extends FieldBase {
  readonly kind: 'choice';
  readonly choices: readonly Choice[];
  readonly initial: Choice['value'] | undefined;
}

/** An array of values from a fixed set: boxes to tick. */
export interface ChoicesField extends FieldBase {
  readonly kind: 'choices';
  readonly choices: readonly Choice[];
  readonly minItems: number | undefined;
  readonly maxItems: number | undefined;
  readonly initial: readonly Choice['value'][];
}

export interface GroupField extends FieldBase {
  readonly kind: 'group';
  readonly fields: readonly Field[];
}

export interface ListField extends FieldBase {
  readonly kind: 'list';
  readonly item: Field;
  readonly minItems: number | undefined;
  readonly maxItems: number | undefined;
  readonly uniqueItems: boolean;
  readonly initial: readonly unknown[];
}

/** A shape that has no control of its own: written as JSON, so that no plugin is left without a form. */
export interface JsonField extends FieldBase {
  readonly kind: 'json';
  readonly initial: unknown;
}

export type Field = TextField | NumberField | FlagField | ChoiceField | ChoicesField | GroupField | ListField | JsonField;

export type FieldOf<Kind extends Field['kind']> = Extract<Field, { kind: Kind }>;
