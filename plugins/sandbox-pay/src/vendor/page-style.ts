/** One sheet for all pages: no file, no font and no picture from elsewhere. */
export const STYLE = `
:root{color-scheme:light dark;--ink:light-dark(oklch(24% .02 265),oklch(95% .01 265));--soft:light-dark(oklch(46% .02 265),oklch(76% .02 265));
--paper:light-dark(oklch(100% 0 0),oklch(23% .015 265));--ground:light-dark(oklch(96.5% .008 265),oklch(17% .015 265));
--line:light-dark(oklch(89% .01 265),oklch(34% .02 265));--accent:light-dark(oklch(48% .17 265),oklch(75% .13 265));
--on-accent:light-dark(oklch(100% 0 0),oklch(18% .03 265));--notice:light-dark(oklch(95% .05 85),oklch(30% .05 85));
--danger:light-dark(oklch(50% .18 27),oklch(76% .13 27));--good:light-dark(oklch(45% .12 150),oklch(78% .14 150))}
*{box-sizing:border-box}
body{margin:0;min-height:100dvh;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,sans-serif;display:grid;place-items:start center;padding:clamp(16px,6vh,64px) 16px}
main{width:100%;max-width:440px;display:grid;gap:16px}
header{display:flex;justify-content:space-between;align-items:center;gap:16px;font-weight:600;letter-spacing:-.01em}
nav{display:flex;gap:4px}
nav a{color:var(--soft);font-size:14px;font-weight:500;text-decoration:none;padding:4px 8px;border-radius:8px}
nav a[aria-current]{color:var(--ink);background:var(--paper)}
section{background:var(--paper);border:1px solid var(--line);border-radius:16px;padding:24px;display:grid;gap:16px}
.notice{background:var(--notice);border-radius:8px;padding:8px 12px;font-size:14px}
h1{margin:0;font-size:20px;line-height:1.2;letter-spacing:-.02em;text-wrap:balance}
.amount{font-size:40px;line-height:1.1;font-weight:650;letter-spacing:-.02em;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
dl{margin:0;display:grid;grid-template-columns:auto 1fr;gap:4px 16px;font-size:15px}
dt{color:var(--soft)}dd{margin:0;text-align:end;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
p{margin:0;color:var(--soft)}
form{display:grid;gap:8px;margin:0}
button,.button{font:inherit;cursor:pointer;border-radius:8px;padding:12px 16px;min-height:48px;border:1px solid var(--line);background:none;color:inherit;text-align:start;text-decoration:none;transition:background-color 150ms ease-out}
button:hover,.button:hover{background:var(--ground)}
button small{display:block;color:var(--soft);font-size:14px;line-height:1.4}
.main{background:var(--accent);color:var(--on-accent);border-color:transparent;font-weight:600;text-align:center}
.main:hover{background:color-mix(in oklab,var(--accent) 88%,var(--ink))}
.plain{border-color:transparent;color:var(--soft);text-align:center}
h2{margin:8px 0 0;font-size:15px;font-weight:600;color:var(--soft)}
label{font-size:15px;font-weight:500}
input{font:inherit;font-size:20px;letter-spacing:.2em;font-variant-numeric:tabular-nums;padding:10px 12px;border-radius:8px;border:1px solid var(--soft);background:none;color:inherit;width:100%}
.wrong{color:var(--danger)}.paid h1{color:var(--good)}.declined h1{color:var(--danger)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
@media (prefers-reduced-motion:reduce){*{transition:none!important}}
`;
