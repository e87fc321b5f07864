import { computed, signal } from '@angular/core';
import { issue, type Issue, type IssueCode } from './issue.js';
import { GroupNode, type SettingNode } from './nodes.js';
import { readSchema } from './read-schema.js';

export interface SchemaFormStart {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly locale?: string;
  readonly config?: Readonly<Record<string, unknown>>;
  /** Names of the secrets that have a value already. */
  readonly secretsSet?: readonly string[];
}

export interface ServerError {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** A form that a JSON Schema describes: values in, a configuration or a list of complaints out. Knows no screen. */
export class SchemaFormModel {
  readonly root: GroupNode;
  /** Complaints of the server that name no field of this form. */
  readonly general = signal<readonly string[]>([]);
  readonly isValid = computed(() => firstComplaint(this.root) === undefined);
  readonly isDirty = computed(() => JSON.stringify(this.config()) !== this.before);
  private readonly before: string;

  constructor({ schema, locale = 'en', config = {}, secretsSet = [] }: SchemaFormStart) {
    this.root = new GroupNode(readSchema(schema, locale), config, new Set(secretsSet));
    this.before = JSON.stringify(this.config());
  }

  /** What is sent: empty optional settings and untouched secrets are left out. */
  config(): Readonly<Record<string, unknown>> {
    return this.root.value() ?? {};
  }

  /** Shows every complaint and gives the pointer of the first, where the cursor belongs; undefined when all is well. */
  submit(): string | undefined {
    touchAll(this.root);
    return firstComplaint(this.root);
  }

  /** Puts each answer of the server under the setting it is about, and returns the pointer of the first. */
  refuse(errors: readonly ServerError[]): string | undefined {
    const placed = errors.map(error => ({ error, ...locate(this.root, segmentsOf(error.field, this.root)) }));
    this.general.set(placed.filter(({ node }) => node === this.root).map(({ error }) => error.message));
    const named = placed.filter(({ node }) => node !== this.root);
    for (const { node, error } of named) node.refusal.set(toIssue(error));
    return named[0]?.pointer;
  }
}

/** `/config/hosts/0/name`, `config.hosts[0].name` and `hosts.0.name` are the same place. */
function segmentsOf(field: string, root: GroupNode): readonly string[] {
  const parts = field.startsWith('/')
    ? field.split('/').map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    : field.split(/[.[\]]/);
  const segments = parts.filter(part => part !== '' && part !== '#');
  return segments[0] === 'config' && !root.child('config') ? segments.slice(1) : segments;
}

/** The deepest node on the way: an unknown name inside a group is a complaint about that group. */
function locate(root: GroupNode, segments: readonly string[]): { readonly node: SettingNode; readonly pointer: string } {
  let node: SettingNode = root;
  let pointer = '';
  for (const segment of segments) {
    const next: SettingNode | undefined =
      node.kind === 'group' ? node.child(segment) : node.kind === 'list' ? node.items()[Number(segment)] : undefined;
    if (!next) break;
    node = next;
    pointer += `/${segment}`;
  }
  return { node, pointer };
}

/** What the server calls a complaint, where our own words say the same. */
const KNOWN: Readonly<Record<string, IssueCode>> = {
  required: 'required',
  dependentRequired: 'required',
  blank: 'required',
  pattern: 'pattern',
  uniqueItems: 'repeated',
};

/** In the reader's language where we have the words, else in the server's. */
function toIssue({ code, message }: ServerError): Issue {
  const known = Object.hasOwn(KNOWN, code) ? KNOWN[code] : undefined;
  return known ? issue(known) : { code: 'refused', message };
}

function touchAll(node: SettingNode): void {
  node.touch();
  for (const child of childrenOf(node)) touchAll(child);
}

function firstComplaint(node: SettingNode, pointer = ''): string | undefined {
  if (node.kind === 'group' && node.isAbsent()) return undefined;
  if (node.own()) return pointer;
  for (const [index, child] of childrenOf(node).entries()) {
    const name = node.kind === 'list' ? String(index) : child.field.name;
    const found = firstComplaint(child, `${pointer}/${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function childrenOf(node: SettingNode): readonly SettingNode[] {
  if (node.kind === 'group') return node.children;
  return node.kind === 'list' ? node.items() : [];
}
