import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { unreadable } from './unreadable.js';

/** An element: what it holds by name without the prefix, its own text under `#text`, attributes under `@name`. */
export type Node = Readonly<Record<string, unknown>>;

const DEEPEST = 40;

const parser = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  maxNestedTags: DEEPEST,
});

/** A document without a DTD: nothing in a bank's statement needs one, and entities of one's own are how such files attack. */
export function parseXml(text: string): Node {
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw unreadable('The file has a DTD, which no statement has');
  const verdict = XMLValidator.validate(text);
  if (verdict !== true) throw unreadable(`The file is no well-formed XML: line ${verdict.err.line}: ${verdict.err.msg}`);
  try {
    return parser.parse(text) as Node;
  } catch (error) {
    // Nested without end, or with names that no statement has.
    throw unreadable(`The file is no statement: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** All elements of this name. */
export function all(node: unknown, name: string): unknown[] {
  const found = isNode(node) && Object.hasOwn(node, name) ? node[name] : undefined;
  if (found === undefined) return [];
  return Array.isArray(found) ? found : [found];
}

/** The first element at the end of this path. */
export function at(node: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((part, name) => all(part, name)[0], node);
}

/** The text at the end of this path; empty when there is nothing. */
export function textAt(node: unknown, ...path: readonly string[]): string {
  const found = at(node, ...path);
  if (typeof found === 'string') return unescaped(found).trim();
  const own = isNode(found) ? found['#text'] : undefined;
  return typeof own === 'string' ? unescaped(own).trim() : '';
}

export const attributeOf = (node: unknown, name: string): string => {
  const value = isNode(node) ? node[`@${name}`] : undefined;
  return typeof value === 'string' ? unescaped(value) : '';
};

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The five entities that XML itself has, and characters by number; each once, so that nothing unescaped is read again. */
function unescaped(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|(amp|lt|gt|quot|apos));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return NAMED[name as string]!;
    const code = decimal === undefined ? Number.parseInt(hex as string, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : (whole as string);
  });
}
