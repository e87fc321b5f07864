import { describe, expect, it } from 'vitest';
import { operations } from '@hostwright/sdk/http';
import { misroutedOperations, RouteTable, undeclaredRoutes } from './route-table.js';

const table = (...routes: readonly [method: string, url: string, config: object][]): RouteTable => {
  const made = new RouteTable();
  for (const [method, url, config] of routes) made.onRoute({ method, url, config } as never);
  return made;
};

describe('the routes at start', () => {
  it('name the one that says neither what it is nor that it is public', () => {
    const { all } = {
      all: table(
        ['GET', '/a', {}],
        ['GET', '/b', { public: {} }],
        ['GET', '/files/*', {}],
        ['GET', '/api/store/shop', { operation: operations.getShop }],
      ).all(),
    };

    expect(undeclaredRoutes(all, ['/files/'])).toEqual(['GET /a']);
  });

  it('name operations without a route and with two', () => {
    const routes = Object.values(operations).map(
      operation => [operation.method, operation.path, { operation }] as [string, string, object],
    );

    expect(misroutedOperations(table(...routes).all())).toEqual([]);
    expect(misroutedOperations(table(...routes.slice(1)).all())).toEqual(['getShop has no route']);
    expect(misroutedOperations(table(...routes, routes[0]!).all())).toEqual(['getShop has 2 routes']);
  });

  it('know which methods an address takes', () => {
    const known = table(['GET', '/api/orders/:id', {}], ['PATCH', '/api/orders/:id', {}], ['GET', '/*', {}]);

    expect(known.methodsAt('/api/orders/5?x=1')).toEqual(['GET', 'PATCH']);
    expect(known.methodsAt('/api/orders/5/more')).toEqual([]);
  });
});
