import { copiesOf, percentOf, statusOf, stepOf, type CloudServer } from './cloud-server.js';
import { escape, STYLE } from './page-words.js';

/** What the cloud runs, for whoever wants to look over its shoulder. No password stands here. */
export function fleetPage(servers: readonly CloudServer[], now: number): string {
  const rows = servers.toReversed().map(server => row(server, now));
  const table = `<div class="frame" tabindex="0" role="region" aria-label="Servers"><table>
<thead><tr><th>Id</th><th>Host name</th><th>Status</th><th>Plan</th><th>System</th><th>Place</th><th>Address</th><th>Snapshots</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="3"><meta name="robots" content="noindex"><title>Sandbox Cloud</title><style>${STYLE}</style></head>
<body><main><h1>Sandbox Cloud</h1>
<p>${servers.length === 0 ? 'Servers appear here as soon as a shop orders one.' : `Servers that are not deleted: ${servers.length}.`}</p>
${servers.length === 0 ? '' : table}</main></body></html>`;
}

function row(server: CloudServer, now: number): string {
  const status = statusOf(server, now);
  const percent = percentOf(server, now);
  const works = status === 'creating' || status === 'changing';
  const progress = works
    ? `<progress max="100" value="${percent}" aria-label="Progress"></progress>${escape(stepOf(server, now))}`
    : '';
  const seen = server.rescuePassword ? `${status}, rescue system` : status;
  const copies = String(copiesOf(server).length);
  const words = [server.id, server.hostname, seen, server.plan, server.image, server.location, server.ipv4, copies];
  const cells = words.map(escape);
  if (works) cells[2] = progress;
  return `<tr>${cells.map(cell => `<td>${cell}</td>`).join('')}</tr>`;
}
