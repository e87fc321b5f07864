import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

/** The folder with the vendors' machine-readable descriptions; they are not part of the project. */
const FOLDER = 'HOSTWRIGHT_VENDOR_SPECS';

interface MediaType {
  readonly schema?: unknown;
}

interface Operation {
  readonly requestBody?: { readonly content?: Readonly<Record<string, MediaType>> };
}

interface OpenApi {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** Holds what we send to a vendor against the vendor's own description of it. */
export class VendorSchema {
  private readonly ajv: Ajv;
  private readonly compiled = new Map<string, ValidateFunction>();
  /** The ones that leave least open first: `/cars/new` is meant before `/cars/{id}`. */
  private readonly templates: readonly { readonly path: string; readonly pattern: RegExp }[];

  private constructor(
    private readonly document: OpenApi,
    coerceTypes: boolean,
  ) {
    this.ajv = new Ajv({ strict: false, allErrors: true, coerceTypes, logger: false });
    formats.default(this.ajv);
    this.ajv.addSchema(document, 'vendor', false, false);
    const templates = Object.keys(document.paths ?? {}).map(path => ({ path, pattern: patternOf(path) }));
    this.templates = templates.toSorted((one, other) => holes(one.path) - holes(other.path));
  }

  /**
   * Opens `file` (such as `acme/acme.openapi.json`) in the folder that HOSTWRIGHT_VENDOR_SPECS names. Without the variable
   * there is nothing to compare with: it says so on stderr and returns `undefined`. A form carries text only; `form` lets
   * "100" stand for a number.
   */
  static open(file: string, { form = false } = {}): VendorSchema | undefined {
    const folder = process.env[FOLDER];
    if (!folder) {
      process.stderr.write(`${FOLDER} is not set: requests are not compared with ${file}\n`);
      return undefined;
    }
    return new VendorSchema(JSON.parse(readFileSync(join(folder, file), 'utf8')) as OpenApi, form);
  }

  /** What is wrong with the decoded body of a request, one line for each fault; an unknown path is a fault too. */
  faults(method: string, path: string, body: unknown): readonly string[] {
    const [template] = this.templates.filter(known => known.pattern.test(path) && this.operation(known.path, method));
    const operation = template && this.operation(template.path, method);
    if (!template || !operation) return [`${method} ${path} is not in the vendor's description`];
    const type = Object.keys(operation.requestBody?.content ?? {})[0];
    if (type === undefined) return [];
    return this.faultsAt(['paths', template.path, method.toLowerCase(), 'requestBody', 'content', type, 'schema'], body);
  }

  private operation(path: string, method: string): Operation | undefined {
    return this.document.paths?.[path]?.[method.toLowerCase()];
  }

  /** The same for a schema anywhere in the document, such as `['components', 'schemas', 'order']`. */
  faultsAt(place: readonly string[], value: unknown): readonly string[] {
    const pointer = `vendor#/${place.map(escape).join('/')}`;
    const known = this.compiled.get(pointer);
    const validate = known ?? this.ajv.compile({ $ref: pointer });
    if (!known) this.compiled.set(pointer, validate);
    if (validate(structuredClone(value))) return [];
    return (validate.errors ?? []).map(({ instancePath, message, params }) =>
      `${instancePath || '/'} ${message} ${JSON.stringify(params)}`.trim(),
    );
  }
}

/** One part of a JSON Pointer inside a URI fragment (RFC 6901, sections 3 and 6). */
const escape = (part: string): string => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^/}]+\}/g, '[^/]+')}$`);

const holes = (path: string): number => path.match(/\{/g)?.length ?? 0;
