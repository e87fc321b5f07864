import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from './problem.js';
import { escapeHtml } from './html.js';

const STYLE = `:root{color-scheme:light dark}body{margin:0;min-height:100vh;display:grid;place-items:center;font:1rem/1.6 system-ui,sans-serif}
main{max-width:32rem;padding:2rem}h1{font-size:1.4rem;margin:0 0 .5rem}p{margin:.3rem 0}small{opacity:.7}`;

const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'`;

/** A plain small page of no brand: it must also work where there is no shop to take one from. */
export function problemPage(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  const detail = problem.detail === undefined ? '' : `<p>${escapeHtml(problem.detail)}</p>`;
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${escapeHtml(problem.title)}</title><style>${STYLE}</style></head><body><main><h1>${escapeHtml(problem.title)}</h1>${detail}<p><small>${problem.status} · ${escapeHtml(request.id)}</small></p></main></body></html>`;
  return reply.header('content-security-policy', POLICY).type('text/html; charset=utf-8').send(html);
}
