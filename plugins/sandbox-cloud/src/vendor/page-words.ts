export const STYLE = `
:root{color-scheme:light dark;--ink:light-dark(oklch(24% .02 230),oklch(95% .01 230));--soft:light-dark(oklch(46% .02 230),oklch(76% .02 230));
--paper:light-dark(oklch(100% 0 0),oklch(23% .015 230));--ground:light-dark(oklch(96.5% .008 230),oklch(17% .015 230));
--line:light-dark(oklch(89% .01 230),oklch(34% .02 230));--accent:light-dark(oklch(48% .12 230),oklch(75% .11 230))}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,sans-serif;padding:clamp(16px,5vw,48px)}
main{max-width:1120px;margin:auto;display:grid;gap:16px}
h1{margin:0;font-size:24px;letter-spacing:-.02em;line-height:1.1}p{margin:0;color:var(--soft)}
.frame{background:var(--paper);border:1px solid var(--line);border-radius:12px;overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:15px;font-variant-numeric:tabular-nums}
th,td{text-align:start;padding:12px;border-top:1px solid var(--line);white-space:nowrap}
th{color:var(--soft);font-weight:500}thead th,tbody:first-child tr:first-child>*{border-top:0}td:has(meter){white-space:normal}
progress,meter{accent-color:var(--accent);width:120px;vertical-align:middle;margin-inline-end:8px}
`;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export const escape = (text: string): string => text.replace(/[&<>"']/g, character => ENTITIES[character] ?? '');
