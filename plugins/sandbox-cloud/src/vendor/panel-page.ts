import type { CloudServer } from './cloud-server.js';
import { statusOf } from './cloud-server.js';
import { usageToTell } from './curves.js';
import { escape, STYLE } from './page-words.js';

/** Where a customer lands who opens the panel: what a server of his is, and what it has used. */
export function panelPage(server: CloudServer, now: number): string {
  const { traffic, disk } = usageToTell(server, now);
  const facts: readonly (readonly [string, string])[] = [
    ['Status', escape(statusOf(server, now))],
    ['System', escape(server.image)],
    ['Plan', escape(server.plan)],
    ['Addresses', escape(`${server.ipv4}, ${server.ipv6}`)],
    ['Traffic', bar(traffic.used, traffic.limit)],
    ['Disk', bar(disk.used, disk.limit)],
  ];
  const rows = facts.map(([name, value]) => `<tr><th scope="row">${name}</th><td>${value}</td></tr>`).join('\n');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${escape(server.hostname)}</title><style>${STYLE}</style></head>
<body><main><h1>${escape(server.hostname)}</h1><p>The panel of a make-believe server.</p>
<div class="frame"><table><tbody>${rows}</tbody></table></div></main></body></html>`;
}

function bar(used: number, limit: number): string {
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  return `<meter max="${limit}" value="${used}">${used}</meter>${gigabytes(used)} of ${gigabytes(limit)}`;
}
