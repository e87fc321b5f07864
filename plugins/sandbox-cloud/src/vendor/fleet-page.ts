import { percentOf, statusOf, stepOf, type CloudServer } from './cloud-server.js';

const STYLE = `
:root{color-scheme:light dark;--ink:light-dark(oklch(24% .02 230),oklch(95% .01 230));--soft:light-dark(oklch(46% .02 230),oklch(76% .02 230));
--paper:light-dark(oklch(100% 0 0),oklch(23% .015 230));--ground:light-dark(oklch(96.5% .008 230),oklch(17% .015 230));
--line:light-dark(oklch(89% .01 230),oklch(34% .02 230));--accent:light-dark(oklch(48% .12 230),oklch(75% .11 230))}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,sans-serif;padding:clamp(16px,5vw,48px)}
main{max-width:1040px;margin:auto;display:grid;gap:16px}
h1{margin:0;font-size:24px;letter-spacing:-.02em;line-height:1.1}p{margin:0;color:var(--soft)}
.frame{background:var(--paper);border:1px solid var(--line);border-radius:12px;overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:15px;font-variant-numeric:tabular-nums}
th,td{text-align:start;padding:12px;border-top:1px solid var(--line);white-space:nowrap}
th{color:var(--soft);font-weight:500;border-top:0}
progress{accent-color:var(--accent);width:120px;vertical-align:middle;margin-inline-end:8px}
`;

/** What the cloud runs, for whoever wants to look over its shoulder. No password stands here. */
export function fleetPage(servers: readonly CloudServer[], now: number): string {
  const rows = servers.toReversed().map(server => row(server, now));
  const table = `<div class="frame" tabindex="0" role="region" aria-label="Servers"><table>
<thead><tr><th>Id</th><th>Host name</th><th>Status</th><th>Plan</th><th>System</th><th>Place</th><th>Address</th></tr></thead>
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
  const cells = [server.id, server.hostname, status, server.plan, server.image, server.location, server.ipv4].map(escape);
  if (works) cells[2] = progress;
  return `<tr>${cells.map(cell => `<td>${cell}</td>`).join('')}</tr>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escape = (text: string): string => text.replace(/[&<>"']/g, character => ENTITIES[character] ?? '');
