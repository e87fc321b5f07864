import { createHash } from 'node:crypto';
import { PROBLEMS } from '@hostwright/sdk/http';
import { DOCS_STYLE } from './docs-style.js';
import { escapeHtml } from './html.js';
import type { OpenApi, OpenApiOperation } from './openapi.js';
import { exampleOf } from './schema-example.js';
import { schemaTree } from './schema-tree.js';

/** No script runs on this page, and the one style is named by its hash. */
export const DOCS_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(DOCS_STYLE).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'`;

interface Entry {
  readonly method: string;
  readonly path: string;
  readonly operation: OpenApiOperation;
}

/** The contract as one page that a person can read, search and link into. */
export function docsPage(document: OpenApi): string {
  const entries = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Entry => ({ method: method.toUpperCase(), path, operation })),
  );
  const byTag = Object.groupBy(entries, entry => entry.operation.tags[0]!);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>API reference</title><style>${DOCS_STYLE}</style></head>
<body><a class="skip" href="#main">Skip to the content</a>
<nav aria-label="Contents"><h2>API reference</h2><p><a href="/api/openapi.json">openapi.json</a></p>
${document.tags.map(({ name }) => contents(name, byTag[name] ?? [])).join('')}
<h3><a href="#problems">Problems</a></h3><h3><a href="#schemas">Schemas</a></h3></nav>
<main id="main"><h1>API reference</h1>${introduction()}
${document.tags.map(({ name }) => section(name, byTag[name] ?? [], document)).join('')}
<section id="problems"><h2>Problems</h2><p>Refusals are <code>application/problem+json</code> (RFC 9457). Decide by <code>code</code>; <code>errors</code> names each field.</p>${problemList()}</section>
<section id="schemas"><h2>Schemas</h2>${schemaList(document)}</section>
</main></body></html>`;
}

function introduction(): string {
  return `<p>The shop is found by the host name that you call. Amounts are strings of minor units beside a currency. Lists take <code>limit</code> and the <code>cursor</code> that the page before gave as <code>next</code>.</p>
<p>A signed-in call carries <code>Authorization: Bearer …</code> with an access token of ten minutes; the refresh token is a cookie that scripts cannot read. A call from another site carries its publishable key in <code>X-Hostwright-Key</code>. A call that makes something takes an <code>Idempotency-Key</code>: the same key with the same body gives the first answer again.</p>`;
}

const contents = (tag: string, entries: readonly Entry[]): string =>
  `<h3><a href="#tag-${tag}">${escapeHtml(tag)}</a></h3><ul>${entries.map(({ operation }) => `<li><a href="#${operation.operationId}">${operation.operationId}</a></li>`).join('')}</ul>`;

const section = (tag: string, entries: readonly Entry[], document: OpenApi): string =>
  `<section id="tag-${tag}"><h2>${escapeHtml(tag)}</h2>${entries.map(entry => article(entry, document)).join('')}</section>`;

function article({ method, path, operation }: Entry, document: OpenApi): string {
  const body = operation.requestBody?.content['application/json']?.schema;
  const [status, success] = Object.entries(operation.responses).find(([code]) => Number(code) < 400)!;
  const answer = success.content?.['application/json']?.schema;
  const example = (schema: typeof body): string =>
    schema
      ? `<details><summary>Example</summary><pre tabindex="0">${escapeHtml(JSON.stringify(exampleOf(schema, document.components.schemas), null, 2))}</pre></details>`
      : '';
  return `<article id="${operation.operationId}"><h3><a href="#${operation.operationId}">${operation.operationId}</a></h3>
<p class="route"><b class="${method.toLowerCase()}">${method}</b> <code>${escapeHtml(path)}</code></p>
<p>${escapeHtml(operation.summary)}. <span class="access">For: ${escapeHtml(operation['x-access'])}</span></p>
${parameterTable(operation)}
${body ? `<h4>Body</h4>${schemaTree(body)}${example(body)}` : ''}
<h4>Answer ${status}</h4>${answer ? schemaTree(answer) + example(answer) : `<p>${escapeHtml(Object.keys(success.content ?? {})[0] ?? 'No body')}</p>`}
<h4>Problems</h4><p class="codes">${operation['x-problems'].map(code => `<a href="#problem-${code}">${code}</a>`).join(' ')}</p></article>`;
}

function parameterTable({ parameters }: OpenApiOperation): string {
  if (parameters.length === 0) return '';
  const items = parameters.map(({ name, in: place, required, schema, description }) => {
    const tree = schemaTree({ properties: { [name]: schema }, required: required ? [name] : [] });
    return `<div class="parameter"><span class="place">${place}</span>${tree}${description === undefined ? '' : `<p>${escapeHtml(description)}</p>`}</div>`;
  });
  return `<h4>Parameters</h4>${items.join('')}`;
}

const problemList = (): string =>
  `<dl>${Object.entries(PROBLEMS)
    .map(
      ([code, [status, title]]) => `<dt id="problem-${code}"><code>${code}</code> ${status}</dt><dd>${escapeHtml(title)}.</dd>`,
    )
    .join('')}</dl>`;

const schemaList = (document: OpenApi): string =>
  Object.entries(document.components.schemas)
    .map(([name, schema]) => `<article id="schema-${name}"><h3>${name}</h3>${schemaTree(schema)}</article>`)
    .join('');
