/** One sheet for all pages: no file, no font and no picture from elsewhere. */
export const STYLE = `
:root{color-scheme:light dark;--ink:light-dark(oklch(25% .03 255),oklch(95% .01 255));--soft:light-dark(oklch(46% .03 255),oklch(76% .02 255));
--paper:light-dark(oklch(100% 0 0),oklch(23% .02 255));--ground:light-dark(oklch(96% .012 255),oklch(17% .02 255));
--line:light-dark(oklch(88% .015 255),oklch(35% .02 255));--accent:light-dark(oklch(42% .14 255),oklch(78% .11 245));
--on-accent:light-dark(oklch(100% 0 0),oklch(18% .03 255));--notice:light-dark(oklch(95% .05 85),oklch(30% .05 85))}
*{box-sizing:border-box}
body{margin:0;min-height:100dvh;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif;display:grid;place-items:start center;padding:clamp(16px,5vh,56px) 16px}
main{width:100%;max-width:440px;display:grid;gap:16px}
section{background:var(--paper);border:1px solid var(--line);border-radius:16px;padding:24px;display:grid;gap:16px}
.notice{background:var(--notice);color:var(--ink);border-radius:8px;padding:8px 12px;font-size:14px}
h1{margin:0;font-size:20px;line-height:1.2;text-wrap:balance}
h2{margin:8px 0 0;font-size:15px;font-weight:600;color:var(--soft)}
.amount{color:var(--ink);font-size:38px;line-height:1.1;font-weight:650;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
dl{margin:0;display:grid;grid-template-columns:auto 1fr;gap:4px 16px;font-size:15px}
dt{color:var(--soft)}dd{margin:0;text-align:end;overflow-wrap:anywhere}
p{margin:0;color:var(--soft)}
form{display:grid;gap:8px;margin:0}
button,.button{font:inherit;cursor:pointer;border-radius:8px;padding:12px 16px;min-height:48px;border:1px solid var(--line);background:none;color:inherit;text-align:start;text-decoration:none}
button:hover,.button:hover{background:var(--ground)}
button small{display:block;color:var(--soft);font-size:14px;line-height:1.4}
.main{background:var(--accent);color:var(--on-accent);border-color:transparent;font-weight:600;text-align:center}
.main:hover{background:color-mix(in oklab,var(--accent) 88%,var(--ink))}
.plain{border-color:transparent;color:var(--soft);text-align:center}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
`;
