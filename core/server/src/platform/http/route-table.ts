import { Injectable } from '@nestjs/common';
import type { RouteOptions } from 'fastify';
import { operations } from '@hostwright/sdk/http';
import type { RouteFacts } from './route-facts.js';

export interface KnownRoute {
  readonly method: string;
  readonly path: string;
  readonly facts: RouteFacts;
}

/** Every route that was registered, by whomever, so that the server can judge them before it listens. */
@Injectable()
export class RouteTable {
  private readonly routes: KnownRoute[] = [];

  /** Fastify's `onRoute`. */
  readonly onRoute = (route: RouteOptions): void => {
    for (const method of [route.method].flat())
      this.routes.push({ method, path: route.url, facts: (route.config ?? {}) as RouteFacts });
  };

  all(): readonly KnownRoute[] {
    return this.routes;
  }

  /** Methods that the address of a request takes; catch-all routes do not count. */
  methodsAt(url: string): string[] {
    const path = url.split('?')[0]!;
    const found = this.routes
      .filter(route => !route.path.includes('*') && patternOf(route.path).test(path))
      .map(route => route.method);
    return [...new Set(found)].sort();
  }
}

function patternOf(path: string): RegExp {
  const parts = path.split('/').map(part => (part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  return new RegExp(`^${parts.join('/')}$`);
}

/** Routes that said neither which operation they are nor that they are public. Files served under a prefix are named by it. */
export function undeclaredRoutes(routes: readonly KnownRoute[], filePrefixes: readonly string[] = []): string[] {
  return routes
    .filter(({ facts, path }) => !facts.operation && !facts.public && !filePrefixes.some(prefix => path.startsWith(prefix)))
    .map(name);
}

/** Operations of the contract that have no route, or two. */
export function misroutedOperations(routes: readonly KnownRoute[]): string[] {
  const counts = new Map<string, number>();
  for (const { facts, method } of routes) {
    if (!facts.operation || facts.operation.method !== method) continue;
    counts.set(facts.operation.operationId, (counts.get(facts.operation.operationId) ?? 0) + 1);
  }
  return Object.keys(operations).flatMap(id => {
    const count = counts.get(id) ?? 0;
    return count === 1 ? [] : [`${id} has ${count === 0 ? 'no route' : `${count} routes`}`];
  });
}

const name = ({ method, path }: KnownRoute): string => `${method} ${path}`;
