import * as contract from '@hostwright/sdk/http';
import { z } from 'zod';

/** As much of JSON Schema as the contract is written in. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly [keyword: string]: unknown;
}

type Side = 'input' | 'output';

/** Every schema that the contract exports is called by the name that it is exported under. */
const names = z.registry<{ id: string }>();
for (const [name, value] of Object.entries(contract)) {
  if (value instanceof z.ZodType && !names.has(value)) names.add(value, { id: name });
}

/**
 * Turns the contract's schemas into JSON Schema and gathers the named ones. A schema that reads differently on the way
 * in (it has defaults) than on the way out is two components, the one on the way in called `…Input`.
 */
export class NamedSchemas {
  private readonly sides: Record<Side, Map<string, JsonSchema>> = { input: new Map(), output: new Map() };

  /** The schema with references to `#/components/schemas/`. */
  add(schema: z.ZodType, side: Side): JsonSchema {
    const {
      $schema: _,
      $defs,
      ...root
    } = z.toJSONSchema(schema, { metadata: names, io: side, unrepresentable: 'any' }) as JsonSchema & { $schema?: string };
    for (const [name, definition] of Object.entries($defs ?? {})) this.sides[side].set(name, tidy(definition));
    return { ...tidy(root), 'x-side': side };
  }

  /** The schema itself where `add` gave a reference. */
  resolve(schema: JsonSchema): JsonSchema {
    const name = schema.$ref?.split('/').at(-1);
    return name === undefined ? schema : this.sides[(schema['x-side'] as Side | undefined) ?? 'output'].get(name)!;
  }

  /** Components, and a function that finishes what `add` returned. */
  finish(): { components: Record<string, JsonSchema>; finished: (schema: JsonSchema) => JsonSchema } {
    const { input, output } = this.sides;
    const differing = new Set([...input.keys()].filter(name => output.has(name) && differs(name, input, output, new Set())));
    const nameOf = (name: string, side: Side): string => (side === 'input' && differing.has(name) ? `${name}Input` : name);
    const rewrite = (schema: JsonSchema, side: Side): JsonSchema =>
      mapReferences(schema, name => `#/components/schemas/${nameOf(name, side)}`);
    const components: Record<string, JsonSchema> = {};
    for (const side of ['output', 'input'] as const) {
      for (const [name, definition] of this.sides[side]) components[nameOf(name, side)] ??= rewrite(definition, side);
    }
    const sorted = Object.fromEntries(Object.entries(components).sort(([one], [other]) => (one < other ? -1 : 1)));
    return {
      components: sorted,
      finished: ({ 'x-side': side, ...schema }) => rewrite(schema, (side as Side | undefined) ?? 'output'),
    };
  }
}

/** A name also differs when anything differs that it refers to. */
function differs(name: string, input: Map<string, JsonSchema>, output: Map<string, JsonSchema>, seen: Set<string>): boolean {
  if (seen.has(name)) return false;
  seen.add(name);
  const [one, other] = [input.get(name), output.get(name)];
  if (JSON.stringify(one) !== JSON.stringify(other)) return true;
  return referencesOf(one).some(reference => differs(reference, input, output, seen));
}

function referencesOf(schema: unknown): string[] {
  return [...JSON.stringify(schema).matchAll(/"\$ref":"#\/\$defs\/([^"]+)"/g)].map(([, name]) => name!);
}

function mapReferences(schema: JsonSchema, map: (name: string) => string): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' ? map(value.split('/').at(-1)!) : value,
  ) as JsonSchema;
}

/** The bounds of safe integers are bounds of JavaScript, not of the contract; a name says itself once. */
function tidy(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) => {
    if ((key === 'minimum' || key === 'maximum') && Math.abs(value as number) === Number.MAX_SAFE_INTEGER) return undefined;
    return key === 'id' && typeof value === 'string' ? undefined : value;
  }) as JsonSchema;
}
