import type { FastifyReply, FastifyRequest } from 'fastify';
import { clearCookie, cookiesOf, setCookie } from '../http/index.js';
import type { Device, IssuedToken, SubjectKind } from './refresh-tokens.js';

/**
 * Scripts never see a refresh token, and no request but those to `sessions` carries it. A customer's works inside a page
 * of another site, in a jar of that site's own; what protects it there is that a foreign origin must show a key. Staff
 * works in the panel only.
 */
const COOKIES = {
  customer: { name: 'hw_refresh', path: '/api/store/sessions', sameSite: 'none', partitioned: true },
  staff: { name: 'hw_staff_refresh', path: '/api/admin/sessions', sameSite: 'strict', partitioned: false },
} as const satisfies Record<SubjectKind, object>;

export function giveRefreshCookie(reply: FastifyReply, kind: SubjectKind, { token, expiresAt }: IssuedToken): void {
  const { name, ...options } = COOKIES[kind];
  setCookie(reply, name, token, { ...options, httpOnly: true, secure: true, expires: expiresAt });
}

export function takeRefreshCookie(reply: FastifyReply, kind: SubjectKind): void {
  const { name, ...options } = COOKIES[kind];
  clearCookie(reply, name, { ...options, httpOnly: true, secure: true });
}

export const refreshCookie = (request: FastifyRequest, kind: SubjectKind): string | undefined =>
  cookiesOf(request)[COOKIES[kind].name];

export const deviceOf = (request: FastifyRequest): Device => ({
  userAgent: (request.headers['user-agent'] ?? '').slice(0, 300),
  address: request.ip,
});
