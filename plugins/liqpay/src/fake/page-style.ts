/** One sheet for all pages: no file, no font and no picture from elsewhere. */
export const STYLE = `
:root{color-scheme:light dark;--ink:light-dark(#1c2430,#eef2f6);--soft:light-dark(#526071,#a9b5c2);--paper:light-dark(#fff,#1c242e);
--ground:light-dark(#f2f5f3,#10161c);--line:light-dark(#d8dfdb,#34404d);--accent:light-dark(#1f7a3d,#7fd79b);--on-accent:light-dark(#fff,#0b2413);
--danger:light-dark(#b3261e,#ff9d94);--notice:light-dark(#fff4d6,#3a3116)}
*{box-sizing:border-box}
body{margin:0;min-height:100dvh;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif;display:grid;place-items:start center;padding:clamp(16px,6vh,64px) 16px}
main{width:100%;max-width:440px;display:grid;gap:16px}
header{font-weight:600}
section{background:var(--paper);border:1px solid var(--line);border-radius:16px;padding:24px;display:grid;gap:16px}
h1{margin:0;font-size:20px;line-height:1.25;text-wrap:balance}
.amount{font-size:36px;line-height:1.1;font-weight:650;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
p{margin:0;color:var(--soft);overflow-wrap:anywhere}
.notice{background:var(--notice);color:var(--ink);border-radius:8px;padding:8px 12px;font-size:14px}
form{display:grid;gap:8px;margin:0}
button,.button{font:inherit;cursor:pointer;border-radius:8px;padding:12px 16px;min-height:48px;border:1px solid var(--line);background:none;color:inherit;text-align:center;text-decoration:none}
.main{background:var(--accent);color:var(--on-accent);border-color:transparent;font-weight:600}
.danger{color:var(--danger)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
`;
