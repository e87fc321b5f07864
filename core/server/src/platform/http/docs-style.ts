/** Readable in light and dark, from the width of a phone up. */
export const DOCS_STYLE = `
:root{color-scheme:light dark;--ink:light-dark(#17202b,#e6ebf1);--quiet:light-dark(#556070,#9aa7b6);--ground:light-dark(#fff,#10161d);--raised:light-dark(#f4f6f9,#18212b);--edge:light-dark(#dde3ea,#2a3642);--accent:light-dark(#0b5cad,#7ab8ff)}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.55 system-ui,sans-serif;display:grid;grid-template-columns:16rem minmax(0,1fr)}
a{color:var(--accent);text-decoration:none}a:hover,a:focus-visible{text-decoration:underline}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--ground);padding:.5rem;z-index:1}
nav{position:sticky;top:0;height:100vh;overflow:auto;padding:1.5rem 1rem;border-right:1px solid var(--edge);background:var(--raised);font-size:.9rem}
nav h2{font-size:1.05rem;margin:0}nav h3{font-size:.95rem;margin:1rem 0 .2rem}nav ul{list-style:none;margin:0;padding:0}nav li a{display:block;padding:.15rem .3rem;overflow-wrap:anywhere}
main{padding:2rem;max-width:60rem}
h1{margin-top:0}main h2{margin-top:3rem;border-bottom:1px solid var(--edge);padding-bottom:.3rem;text-transform:capitalize}
article{margin:2rem 0;padding:1rem 1.25rem;border:1px solid var(--edge);border-radius:.6rem;scroll-margin-top:1rem}
article h3{margin:0 0 .4rem}h4{margin:1rem 0 .3rem;font-size:.95rem}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,monospace;font-size:.88em;overflow-wrap:anywhere}
pre{background:var(--raised);padding:.8rem;border-radius:.4rem;overflow:auto}
.route b{display:inline-block;min-width:4.2rem;text-align:center;border-radius:.3rem;padding:.05rem .4rem;font-size:.8rem;border:1px solid currentColor}
.get{color:light-dark(#0a6b3d,#6fdca4)}.post{color:light-dark(#0b5cad,#7ab8ff)}.patch{color:light-dark(#8a5200,#f1bb6b)}.delete{color:light-dark(#b3261e,#ff9a92)}
.access,.bounds,.or,.place,i{color:var(--quiet);font-size:.88rem}.type{font-size:.9rem}
.fields{list-style:none;margin:.2rem 0;padding-left:1rem;border-left:2px solid var(--edge)}.fields li{padding:.1rem 0}
.parameter{display:flex;gap:.8rem;align-items:baseline;flex-wrap:wrap}.parameter .fields{border:0;padding:0;margin:0}.parameter p{margin:0;color:var(--quiet);font-size:.88rem}
.codes a{display:inline-block;margin:0 .5rem .2rem 0;font-size:.9rem}
dt{font-weight:600;margin-top:.8rem;scroll-margin-top:1rem}dd{margin:0}
:target{outline:2px solid var(--accent);outline-offset:4px}
@media (max-width:50rem){body{display:block}nav{position:static;height:auto;max-height:40vh;border-right:0;border-bottom:1px solid var(--edge)}main{padding:1rem}}
`;
