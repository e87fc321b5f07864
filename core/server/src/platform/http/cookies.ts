import { parseCookie, stringifySetCookie, type Cookies, type SerializeOptions } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

export type CookieOptions = SerializeOptions;

/** The cookies of a request, read when somebody asks: most of the API never does. */
export const cookiesOf = ({ headers }: FastifyRequest): Cookies => (headers.cookie ? parseCookie(headers.cookie) : {});

export function setCookie(reply: FastifyReply, name: string, value: string, options: CookieOptions): void {
  reply.header('set-cookie', stringifySetCookie({ ...options, name, value }));
}

/** The same options as it was set with, or the browser keeps it. */
export function clearCookie(reply: FastifyReply, name: string, options: CookieOptions): void {
  setCookie(reply, name, '', { ...options, expires: new Date(0), maxAge: 0 });
}
