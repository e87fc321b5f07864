import { computed, signal, type Signal } from '@angular/core';
import { checkCount, checkJson, checkNumber, checkText, parseJson, parseNumber } from './check.js';
import type { Choice, ChoicesField, Field, FieldOf, GroupField, ListField } from './field.js';
import { issue, type Issue } from './issue.js';

/** One setting as it stands in the form now. `undefined` as a value means: leave it out of what is sent. */
export type SettingNode = TextNode | NumberNode | FlagNode | ChoiceNode | ChoicesNode | JsonNode | GroupNode | ListNode;

abstract class FormNode<Kind extends Field['kind']> {
  readonly isTouched = signal(false);
  /** What the server said about this very value; gone with the next change. */
  readonly refusal = signal<Issue | undefined>(undefined);
  abstract readonly own: Signal<Issue | undefined>;
  /** What stands under the control: complaints wait until the reader has been there. */
  readonly shown = computed(() => this.refusal() ?? (this.isTouched() ? this.own() : undefined));

  constructor(readonly field: FieldOf<Kind>) {}

  abstract value(): unknown;
  abstract isBlank(): boolean;

  touch(): void {
    this.isTouched.set(true);
  }

  protected changed(): void {
    this.refusal.set(undefined);
  }
}

abstract class WrittenNode<Kind extends 'text' | 'number' | 'json'> extends FormNode<Kind> {
  protected abstract readonly written: ReturnType<typeof signal<string>>;

  get text(): Signal<string> {
    return this.written;
  }

  write(text: string): void {
    this.written.set(text);
    this.changed();
  }

  isBlank(): boolean {
    return this.written().trim() === '';
  }
}

export class TextNode extends WrittenNode<'text'> {
  readonly kind = 'text';
  protected readonly written = signal('');
  /** The stored secret is to be forgotten. */
  readonly isDropped = signal(false);
  readonly own = computed(() => checkText(this.field, this.written(), this.isStored && !this.isDropped()));

  /** `isStored`: a secret that has a value which we never see; left empty, it stays. */
  constructor(
    field: FieldOf<'text'>,
    value: unknown,
    readonly isStored: boolean,
  ) {
    super(field);
    this.written.set(field.secret ? '' : typeof value === 'string' ? value : field.initial);
  }

  /** Only what may be missing can be dropped. */
  mayDrop(): boolean {
    return this.isStored && !this.field.required;
  }

  drop(isDropped: boolean): void {
    this.write('');
    this.isDropped.set(isDropped && this.mayDrop());
  }

  override write(text: string): void {
    super.write(text);
    this.isDropped.set(false);
  }

  /** Null tells the server to forget a stored secret; leaving it out keeps it. */
  value(): string | null | undefined {
    if (this.isDropped()) return null;
    return this.written() === '' ? undefined : this.written();
  }

  override isBlank(): boolean {
    return super.isBlank() && !this.isDropped();
  }
}

export class NumberNode extends WrittenNode<'number'> {
  readonly kind = 'number';
  protected readonly written = signal('');
  readonly own = computed(() => checkNumber(this.field, this.written()));

  constructor(field: FieldOf<'number'>, value: unknown) {
    super(field);
    const number = typeof value === 'number' ? value : field.initial;
    this.written.set(number === undefined ? '' : String(number));
  }

  value(): number | undefined {
    return parseNumber(this.written());
  }
}

export class JsonNode extends WrittenNode<'json'> {
  readonly kind = 'json';
  protected readonly written = signal('');
  readonly own = computed(() => checkJson(this.field, this.written()));

  constructor(field: FieldOf<'json'>, value: unknown) {
    super(field);
    const content = value ?? field.initial;
    this.written.set(content === undefined ? '' : JSON.stringify(content, undefined, 2));
  }

  value(): unknown {
    const parsed = parseJson(this.written());
    return parsed.ok ? parsed.value : undefined;
  }
}

export class FlagNode extends FormNode<'flag'> {
  readonly kind = 'flag';
  readonly isOn = signal(false);
  readonly own = computed((): Issue | undefined => undefined);

  constructor(field: FieldOf<'flag'>, value: unknown) {
    super(field);
    this.isOn.set(typeof value === 'boolean' ? value : field.initial);
  }

  turn(isOn: boolean): void {
    this.isOn.set(isOn);
    this.changed();
  }

  value(): boolean {
    return this.isOn();
  }

  isBlank(): boolean {
    return this.isOn() === this.field.initial;
  }
}

export class ChoiceNode extends FormNode<'choice'> {
  readonly kind = 'choice';
  readonly picked = signal<Choice['value'] | undefined>(undefined);
  readonly own = computed(() => (this.field.required && this.picked() === undefined ? issue('required') : undefined));

  constructor(field: FieldOf<'choice'>, value: unknown) {
    super(field);
    const known =
      field.choices.find(choice => choice.value === value) ?? field.choices.find(choice => choice.value === field.initial);
    const only = field.required && field.choices.length === 1 ? field.choices[0] : undefined;
    this.picked.set((known ?? only)?.value);
  }

  pick(value: Choice['value'] | undefined): void {
    this.picked.set(value);
    this.changed();
  }

  value(): Choice['value'] | undefined {
    return this.picked();
  }

  isBlank(): boolean {
    return this.picked() === undefined || this.picked() === this.field.initial;
  }
}

export class ChoicesNode extends FormNode<'choices'> {
  readonly kind = 'choices';
  readonly picked = signal<readonly Choice['value'][]>([]);
  readonly own = computed(() => checkCount(this.field, this.picked().length));

  constructor(field: ChoicesField, value: unknown) {
    super(field);
    const wanted: readonly unknown[] = Array.isArray(value) ? value : field.initial;
    this.picked.set(field.choices.map(choice => choice.value).filter(choice => wanted.includes(choice)));
  }

  toggle(value: Choice['value']): void {
    const next = this.picked().includes(value) ? this.picked().filter(other => other !== value) : [...this.picked(), value];
    this.picked.set(this.field.choices.map(choice => choice.value).filter(choice => next.includes(choice)));
    this.changed();
  }

  value(): readonly Choice['value'][] | undefined {
    return this.isBlank() && !this.field.required ? undefined : this.picked();
  }

  isBlank(): boolean {
    return this.picked().length === 0;
  }
}

export class GroupNode extends FormNode<'group'> {
  readonly kind = 'group';
  readonly children: readonly SettingNode[];
  readonly own = computed((): Issue | undefined => undefined);

  constructor(field: GroupField, value: unknown, secretsSet: ReadonlySet<string>) {
    super(field);
    const values = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
    this.children = field.fields.map(child => nodeFor(child, values[child.name], secretsSet));
  }

  child(name: string): SettingNode | undefined {
    return this.children.find(node => node.field.name === name);
  }

  /** An optional group in which nothing was filled in is not there, and asks for nothing. */
  isAbsent(): boolean {
    return !this.field.required && this.isBlank();
  }

  value(): Readonly<Record<string, unknown>> | undefined {
    if (this.isAbsent()) return undefined;
    const filled = this.children.map(node => [node.field.name, node.value()] as const).filter(([, value]) => value !== undefined);
    return Object.fromEntries(filled);
  }

  isBlank(): boolean {
    return this.children.every(node => node.isBlank());
  }
}

export class ListNode extends FormNode<'list'> {
  readonly kind = 'list';
  readonly items = signal<readonly SettingNode[]>([]);
  readonly own = computed(() => checkCount(this.field, this.items().length) ?? this.repetition());
  readonly mayAdd = computed(() => this.items().length < (this.field.maxItems ?? Infinity));

  constructor(field: ListField, value: unknown) {
    super(field);
    const values: readonly unknown[] = Array.isArray(value) ? value : field.initial;
    const missing = field.required ? Math.max(0, (field.minItems ?? 0) - values.length) : 0;
    this.items.set([...values, ...Array<undefined>(missing).fill(undefined)].map(item => this.entry(item)));
  }

  add(): void {
    if (!this.mayAdd()) return;
    this.items.update(items => [...items, this.entry(undefined)]);
    this.changed();
  }

  remove(node: SettingNode): void {
    this.items.update(items => items.filter(item => item !== node));
    this.touch();
    this.changed();
  }

  value(): readonly unknown[] | undefined {
    if (this.isBlank() && !this.field.required) return undefined;
    return this.items().map(node => node.value() ?? null);
  }

  isBlank(): boolean {
    return this.items().length === 0;
  }

  private entry(value: unknown): SettingNode {
    return nodeFor(this.field.item, value, new Set());
  }

  private repetition(): Issue | undefined {
    if (!this.field.uniqueItems) return undefined;
    const written = this.items().map(node => JSON.stringify(node.value()));
    return new Set(written).size < written.length ? issue('repeated') : undefined;
  }
}

export function nodeFor(field: Field, value: unknown, secretsSet: ReadonlySet<string>): SettingNode {
  if (field.kind === 'text') return new TextNode(field, value, field.secret && secretsSet.has(field.name));
  if (field.kind === 'number') return new NumberNode(field, value);
  if (field.kind === 'flag') return new FlagNode(field, value);
  if (field.kind === 'choice') return new ChoiceNode(field, value);
  if (field.kind === 'choices') return new ChoicesNode(field, value);
  if (field.kind === 'group') return new GroupNode(field, value, secretsSet);
  if (field.kind === 'list') return new ListNode(field, value);
  return new JsonNode(field, value);
}
