import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { JsonSchema } from '../../src/platform/http/named-schemas.js';
import type { OpenApi, OpenApiOperation } from '../../src/platform/http/openapi.js';
import { expectStatus, type TestServer } from '../harness/shop.js';

export interface ApiOperation {
  readonly operationId: string;
  readonly method: string;
  /** With placeholders: `/api/store/carts/{cartId}`. */
  readonly path: string;
  readonly access: string;
  readonly inPath: readonly ApiParameter[];
  readonly inQuery: readonly ApiParameter[];
  readonly key: 'required' | 'accepted' | undefined;
  readonly body: JsonSchema | undefined;
}

export interface ApiParameter {
  readonly name: string;
  readonly schema: JsonSchema;
}

/** The API as the server describes it: whatever is added there is tested from then on. */
export class Contract {
  readonly operations: readonly ApiOperation[];
  private readonly ajv = new Ajv2020({ strict: false });
  private readonly compiled = new Map<JsonSchema, ValidateFunction>();

  private constructor(private readonly document: OpenApi) {
    (formats as unknown as (ajv: Ajv2020) => void)(this.ajv);
    this.ajv.addSchema({ $id: 'api', components: document.components });
    this.operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => operationOf(method.toUpperCase(), path, operation)),
    );
  }

  static async read(server: TestServer): Promise<Contract> {
    return new Contract(expectStatus(await server.request('GET', '/api/openapi.json'), 200).json<OpenApi>());
  }

  get(operationId: string): ApiOperation {
    const found = this.operations.find(operation => operation.operationId === operationId);
    if (!found) throw new Error(`The API has no operation ${operationId}`);
    return found;
  }

  resolve(schema: JsonSchema): JsonSchema {
    return schema.$ref === undefined ? schema : this.resolve(this.document.components.schemas[schema.$ref.split('/').at(-1)!]!);
  }

  accepts(schema: JsonSchema, value: unknown): boolean {
    let validate = this.compiled.get(schema);
    if (!validate) {
      const absolute = JSON.parse(JSON.stringify(schema), (key, part: unknown) =>
        key === '$ref' && typeof part === 'string' ? `api${part}` : part,
      ) as object;
      this.compiled.set(schema, (validate = this.ajv.compile(absolute)));
    }
    return validate(value);
  }

  isId(schema: JsonSchema): boolean {
    return this.resolve(schema).format === 'uuid';
  }
}

function operationOf(method: string, path: string, operation: OpenApiOperation): ApiOperation {
  const parameters = (place: string) => operation.parameters.filter(parameter => parameter.in === place);
  const [key] = parameters('header').filter(({ name }) => name === 'Idempotency-Key');
  return {
    ...{ operationId: operation.operationId, method, path, access: operation['x-access'] },
    ...{ inPath: parameters('path'), inQuery: parameters('query') },
    key: key && (key.required ? 'required' : 'accepted'),
    body: operation.requestBody?.content['application/json']?.schema,
  };
}
