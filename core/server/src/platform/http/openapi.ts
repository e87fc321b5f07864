import { type Operation, operations, PROBLEMS, ProblemAnswer, type ProblemCode } from '@hostwright/sdk/http';
import { type JsonSchema, NamedSchemas } from './named-schemas.js';

export interface OpenApiOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security: readonly object[];
  readonly parameters: readonly { name: string; in: string; required: boolean; schema: JsonSchema; description?: string }[];
  readonly requestBody?: { readonly required: true; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
  readonly 'x-access': string;
  readonly 'x-problems': readonly string[];
}

type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>;

export interface OpenApi {
  readonly openapi: '3.1.0';
  readonly info: object;
  readonly tags: readonly { name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>>; readonly securitySchemes: object };
}

let made: OpenApi | undefined;

/** The contract as OpenAPI 3.1, from the schemas that also check each request. */
export function openApi(): OpenApi {
  return (made ??= describe(Object.values<Operation>(operations)));
}

function describe(all: readonly Operation[]): OpenApi {
  const schemas = new NamedSchemas();
  const problem = schemas.add(ProblemAnswer, 'output');
  const drafts = all.map(operation => ({ operation, draft: describeOperation(operation, schemas, problem) }));
  const { components, finished } = schemas.finish();
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  for (const { operation, draft } of drafts) {
    (paths[operation.path.replace(/:(\w+)/g, '{$1}')] ??= {})[operation.method.toLowerCase()] = finish(draft, finished);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Hostwright',
      version: '1.0.0',
      description:
        'Quotes, carts, orders, invoices, payments and services of a shop. The shop is found by the host name of the request.',
    },
    tags: [...new Set(all.map(operation => operation.tag))].map(name => ({ name })),
    paths,
    components: { schemas: components, securitySchemes: SECURITY },
  };
}

const SECURITY = {
  customer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'Access token of a customer: signIn, signUp, refreshSession',
  },
  staff: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'Access token of a member of the staff: staffSignIn',
  },
  operator: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'Access token of an operator of the platform: operatorSignIn',
  },
};

function describeOperation(operation: Operation, schemas: NamedSchemas, problem: JsonSchema): OpenApiOperation {
  const { access, body, operationId, summary, tag } = operation;
  const codes = problemCodes(operation);
  return {
    operationId,
    summary,
    tags: [tag],
    security: access === 'public' ? [] : [{ [access === 'customer' || access === 'operator' ? access : 'staff']: [] }],
    parameters: [
      ...parameters('path', operation.params, schemas),
      ...parameters('query', operation.query, schemas),
      ...idempotency(operation),
    ],
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: schemas.add(body, 'input') } } } }),
    responses: { [operation.status]: success(operation, schemas), ...problems(codes, problem) },
    'x-access': access,
    'x-problems': codes,
  };
}

function parameters(place: 'path' | 'query', schema: Operation['params'], schemas: NamedSchemas): OpenApiOperation['parameters'] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemas.resolve(schemas.add(schema, 'input'));
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: { ...property, 'x-side': 'input' },
  }));
}

function idempotency({ idempotencyKey }: Operation): OpenApiOperation['parameters'] {
  if (!idempotencyKey) return [];
  const schema = { type: 'string', minLength: 8, maxLength: 200 };
  const description = 'Made by the caller, one for each intent; a repetition gets the first answer';
  return [{ name: 'Idempotency-Key', in: 'header', required: idempotencyKey === 'required', schema, description }];
}

function success({ answer, status }: Operation, schemas: NamedSchemas): OpenApiOperation['responses'][string] {
  if (status === 204) return { description: 'Done; no body' };
  if (typeof answer === 'string')
    return { description: 'A document', content: { [answer]: { schema: { type: 'string', format: 'binary' } } } };
  return { description: 'The answer', content: { 'application/json': { schema: schemas.add(answer, 'output') } } };
}

/** By status, because that is how OpenAPI keeps them; the codes are named in the description. */
function problems(codes: readonly ProblemCode[], schema: JsonSchema): OpenApiOperation['responses'] {
  const byStatus = Object.groupBy(codes, code => PROBLEMS[code][0]);
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, group = []]) => [
      status,
      {
        description: group.map(code => `\`${code}\`: ${PROBLEMS[code][1]}`).join('. '),
        content: { 'application/problem+json': { schema } },
      },
    ]),
  );
}

function problemCodes(operation: Operation): ProblemCode[] {
  const { access, body, idempotencyKey, params, path } = operation;
  const codes: (ProblemCode | false | undefined)[] = [
    'invalid-input',
    body && 'malformed-json',
    body && 'body-too-large',
    body && 'unsupported-media-type',
    idempotencyKey === 'required' && 'idempotency-key-missing',
    idempotencyKey && 'idempotency-key-reused',
    idempotencyKey && 'request-in-progress',
    access !== 'public' && 'not-signed-in',
    access !== 'public' && 'session-ended',
    access.includes('.') && 'not-allowed',
    operation.method !== 'GET' && 'origin-not-allowed',
    params && 'not-found',
    !path.startsWith('/api/platform') && 'unknown-host',
    !path.startsWith('/api/platform') && 'shop-suspended',
    ...((operation.problems ?? []) as readonly ProblemCode[]),
    'too-many-requests',
    'internal-error',
  ];
  return [...new Set(codes.filter(code => typeof code === 'string'))].sort((one, other) => PROBLEMS[one][0] - PROBLEMS[other][0]);
}

/** Names of components are known only when all are gathered. */
function finish(draft: OpenApiOperation, finished: (schema: JsonSchema) => JsonSchema): OpenApiOperation {
  const content = (all: Content): Content =>
    Object.fromEntries(Object.entries(all).map(([type, { schema }]) => [type, { schema: finished(schema) }]));
  return {
    ...draft,
    parameters: draft.parameters.map(parameter => ({ ...parameter, schema: finished(parameter.schema) })),
    ...(draft.requestBody && { requestBody: { required: true, content: content(draft.requestBody.content) } }),
    responses: Object.fromEntries(
      Object.entries(draft.responses).map(([status, response]) => [
        status,
        response.content ? { ...response, content: content(response.content) } : response,
      ]),
    ),
  };
}
