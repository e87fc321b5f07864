import { createServer } from 'node:net';

/** What the demo listens on: the server's port, and the ones right behind it. */
export interface Ports {
  readonly server: number;
  readonly pay: number;
  readonly cloud: number;
  readonly mailPage: number;
  readonly smtp: number;
  readonly partner: number;
  readonly stripe: number;
  readonly liqpay: number;
  readonly paypal: number;
  readonly whm: number;
  readonly hestia: number;
}

/** The addresses stand in the demo's settings, so they stay the same from one start to the next. */
export function portsFrom(first: number): Ports {
  return {
    server: first,
    pay: first + 1,
    cloud: first + 2,
    mailPage: first + 3,
    smtp: first + 4,
    partner: first + 5,
    stripe: first + 6,
    liqpay: first + 7,
    paypal: first + 8,
    whm: first + 9,
    hestia: first + 10,
  };
}

export async function mustBeFree(ports: Ports): Promise<void> {
  const taken: number[] = [];
  for (const port of Object.values<number>({ ...ports })) if (!(await isFree(port))) taken.push(port);
  if (taken.length === 0) return;
  throw new Error(
    `Something else listens on port ${taken.join(', ')}: stop it, or choose another first port with PORT=4000 npm start`,
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
