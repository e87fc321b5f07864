import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { operations, PROBLEMS, ROUTES } from '@hostwright/sdk/http';
import { docsPage } from './docs-page.js';
import { openApi } from './openapi.js';
import { exampleOf } from './schema-example.js';

const document = openApi();
const all = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

describe('the OpenAPI document', () => {
  it('holds every operation at its route', () => {
    const routes = Object.fromEntries(
      all.map(({ path, method, operation }) => [
        operation.operationId,
        `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
      ]),
    );

    expect(routes).toEqual(ROUTES);
  });

  it('refers to nothing that it does not hold', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference!);

    expect(references.length).toBeGreaterThan(50);
    for (const reference of new Set(references)) {
      expect(reference).toMatch(/^#\/components\/schemas\/\w+$/);
      expect(document.components.schemas).toHaveProperty([reference.split('/').at(-1)!]);
    }
  });

  it('holds schemas that a validator of JSON Schema takes', () => {
    const ajv = new Ajv2020({ strict: false });
    (formats as unknown as (ajv: Ajv2020) => void)(ajv);
    ajv.addSchema({ $id: 'doc', components: document.components });

    for (const name of Object.keys(document.components.schemas)) {
      expect(() => ajv.compile({ $ref: `doc#/components/schemas/${name}` }), name).not.toThrow();
    }
  });

  it('names every placeholder of a path as a parameter', () => {
    for (const { path, operation } of all) {
      const named = operation.parameters.filter(parameter => parameter.in === 'path').map(parameter => parameter.name);
      expect(named.sort(), operation.operationId).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort());
    }
  });

  it('says who may call, and asks for a key where one is taken', () => {
    const createOrder = all.find(({ operation }) => operation.operationId === 'createOrder')!.operation;

    expect(createOrder.security).toEqual([{ customer: [] }]);
    expect(createOrder.parameters).toContainEqual(
      expect.objectContaining({ name: 'Idempotency-Key', in: 'header', required: true }),
    );
    expect(createOrder.responses['409']?.description).toContain('`price-changed`');
  });

  it('keeps what goes in apart from what comes out where they differ', () => {
    const { schemas } = document.components;

    expect(schemas['BillingDetailsInput']?.required).not.toContain('company');
    expect(schemas['BillingDetails']?.required).toContain('company');
    expect(schemas['MoneyAnswerInput']).toBeUndefined();
  });

  it('shows examples that the real schemas take', () => {
    for (const { operation } of all) {
      const schema = operation.requestBody?.content['application/json']?.schema;
      const contract = operations[operation.operationId as keyof typeof operations];
      if (!schema || !('body' in contract) || !['SignUp', 'SignIn', 'UpdateMe'].some(name => schema.$ref?.endsWith(`/${name}`)))
        continue;
      expect(
        contract.body.safeParse(exampleOf(schema, document.components.schemas)).error,
        operation.operationId,
      ).toBeUndefined();
    }
  });
});

describe('the page for people', () => {
  const page = docsPage(document);

  it('leads only to places that it has', () => {
    const places = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!));

    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(places).toContain(target);
  });

  it('explains every problem and runs nothing', () => {
    for (const code of Object.keys(PROBLEMS)) expect(page).toContain(`id="problem-${code}"`);
    expect(page).not.toMatch(/<script|style="|onclick/);
  });
});
