const round = (value, digits = 2) => (value === undefined ? null : Number(value.toFixed(digits)));
const rate = ({ perSecond }) => `${Math.round(perSecond)}/s`;
const cost = (label, { serverMs, databaseMs }) =>
  `  ${label.padEnd(22)} CPU per operation: server ${serverMs === undefined ? 'not known' : `${serverMs.toFixed(2)} ms`}, PostgreSQL ${databaseMs === undefined ? 'not known' : `${databaseMs.toFixed(2)} ms`}`;

/** The figures against their limits, as a table for people and as JSON for everything else. */
export function printTable({ quote, checkout, webhooks, pgbench, startMs, sizes }) {
  const checks = [
    {
      name: 'quote',
      figure: quote.ratio,
      limit: 0.5,
      atLeast: true,
      how: `${rate(quote.ours)} of ${rate(quote.floor)}, a bare Fastify JSON route`,
    },
    {
      name: 'checkout',
      figure: checkout.ratio,
      limit: 0.35,
      atLeast: true,
      how: `${rate(checkout.ours)} of ${rate(checkout.floor)}, a bare Fastify route with the same minimum of SQL`,
    },
    {
      name: 'webhooks',
      figure: webhooks.taken.ratio,
      limit: 0.5,
      atLeast: true,
      how: `${rate(webhooks.taken.ours)} of ${rate(webhooks.taken.floor)}, a bare Fastify route with the same minimum of SQL`,
    },
    {
      name: 'among forged',
      figure: webhooks.forged.times,
      limit: 1.5,
      how: 'how long a good webhook takes when every second one is forged, as a multiple',
    },
    { name: 'forged and kept', figure: webhooks.forged.accepted, limit: 0, how: 'forged webhooks that were taken for good' },
    { name: 'calculator kB', figure: sizes.calculator / 1000, limit: 70, how: 'loader and widget, Brotli' },
    { name: 'cart + checkout kB', figure: sizes.cartAndCheckout / 1000, limit: 40, how: 'on top of the calculator, Brotli' },
    { name: 'start s', figure: startMs / 1000, limit: 4, how: 'compiled server, from start to ready' },
  ].map(check => ({ ...check, isMet: check.atLeast ? check.figure >= check.limit : check.figure <= check.limit }));
  const lines = checks.map(
    ({ name, figure, limit, atLeast, how, isMet }) =>
      `${isMet ? 'ok    ' : 'MISSED'}  ${name.padEnd(20)}${figure.toFixed(2).padStart(7)}  ${atLeast ? '>=' : '<='} ${String(limit).padEnd(5)}  ${how}`,
  );
  const beside = [
    '',
    'Checkout, 8 clients, fsync on; jobs are left to workers:',
    cost('this server', checkout.ours),
    cost('bare Fastify and pg', checkout.floor),
    pgbench
      ? cost(`pgbench, ${rate(pgbench)}`, { ...pgbench, serverMs: undefined }).replace('server not known, ', '')
      : '  pgbench                is not installed here',
    `  latency of this server: ${checkout.ours.latency.p50} ms in the middle, ${checkout.ours.latency.p99} ms at the 99th percentile`,
    '',
  ];
  const json = JSON.stringify({
    checks: checks.map(({ name, figure, limit, isMet }) => ({ name, figure: round(figure), limit, isMet })),
    quote: { ...quote, ratios: quote.ratios.map(ratio => round(ratio)) },
    checkout: { ...checkout, ratios: checkout.ratios.map(ratio => round(ratio)) },
    webhooks: { ...webhooks, taken: { ...webhooks.taken, ratios: webhooks.taken.ratios.map(ratio => round(ratio)) } },
    pgbench: pgbench ?? null,
    startMs: round(startMs, 0),
    sizes,
  });
  return { table: [...lines, ...beside].join('\n'), json, isMet: checks.every(({ isMet }) => isMet) };
}
