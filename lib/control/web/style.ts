/**
 * One style sheet for all pages, sent inside each of them: one request paints the page, also on a slow phone. Colours are
 * named once for light and once for dark. Text has a contrast of at least 4.5 : 1, borders of controls 3 : 1.
 */
export const STYLE = `:root{color-scheme:light dark;--bg:#f5f6f8;--card:#fff;--ink:#171b21;--soft:#566070;--line:#dde1e7;--edge:#7d8796;--brand:#0b5cad;--on:#fff;--tint:#e9f1fa;--ok:#12693a;--okbg:#e3f4ea;--warn:#8a4b00;--warnbg:#fdf1dc;--bad:#b3261e;--badbg:#fdebea}
@media(prefers-color-scheme:dark){:root{--bg:#101318;--card:#191e25;--ink:#e9ecf1;--soft:#a4aebd;--line:#2d343e;--edge:#7a8698;--brand:#7db6f2;--on:#08213c;--tint:#172a3f;--ok:#7fd6a2;--okbg:#12291c;--warn:#f3bd6b;--warnbg:#30230f;--bad:#ff9d94;--badbg:#371917}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
a{color:var(--brand)}
header,main,footer{max-width:76rem;margin:0 auto;padding:0 1rem}
header{display:flex;flex-wrap:wrap;gap:0 1.25rem;align-items:center;min-height:3.5rem}
header a,header button{display:inline-flex;align-items:center;min-height:44px}
header nav{display:flex;flex-wrap:wrap;gap:0 1.25rem;margin-left:auto;align-items:center}
.logo{font-weight:700;text-decoration:none;color:var(--ink);gap:.5rem}
.logo svg{width:1.5rem;height:1.5rem;fill:none;stroke:var(--brand);stroke-width:2}
footer{color:var(--soft);font-size:.875rem;padding-block:2rem}
h1{font-size:clamp(1.4rem,1.1rem + 1.4vw,1.9rem);line-height:1.2;margin:.75rem 0 .5rem;text-wrap:balance}
h2{font-size:1.1rem;margin:0 0 .75rem}
p{margin:0 0 .75rem}
.soft,small{color:var(--soft);font-size:.875rem}
.card,.note{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1.1rem;margin:0 0 1rem}
.note{border-left:4px solid var(--brand)}
.note ul,.note p:last-child{margin-bottom:0}
.note ul{padding-left:1.2rem;margin-top:0}
.ok{border-left-color:var(--ok)}.warn{border-left-color:var(--warn)}.bad{border-left-color:var(--bad)}
.tag{display:inline-block;border-radius:99px;padding:.05rem .6rem;font-size:.8125rem;font-weight:600;background:var(--tint);color:var(--brand);white-space:nowrap}
.tag.ok{background:var(--okbg);color:var(--ok)}.tag.warn{background:var(--warnbg);color:var(--warn)}.tag.bad{background:var(--badbg);color:var(--bad)}
.two{display:grid;gap:1rem;align-items:start}
.two>*{min-width:0}
@media(min-width:60rem){.two{grid-template-columns:minmax(0,5fr) minmax(0,6fr)}.two>.stay{position:sticky;top:1rem}}
.paper img{display:block;width:100%;height:auto;border:1px solid var(--line);border-radius:6px;background:#fff}
.paper a+a{display:block;margin-top:1rem}
fieldset{border:0;margin:0 0 1rem;padding:0;min-width:0}
legend{font-weight:600;padding:0;margin-bottom:.4rem}
.grid{display:grid;gap:.75rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,12.5rem),1fr));align-items:end}
.row{border-top:1px solid var(--line);padding-top:.75rem}
.lines .grid{grid-template-columns:repeat(auto-fit,minmax(6rem,1fr))}
.lines .wide{grid-column:1/-1}
label{display:block;font-size:.875rem;font-weight:600}
input,select,textarea{display:block;width:100%;min-height:44px;margin-top:.25rem;padding:.5rem .65rem;font:inherit;color:inherit;background:var(--card);border:1px solid var(--edge);border-radius:6px}
input[aria-invalid=true],textarea[aria-invalid=true],select[aria-invalid=true]{border:2px solid var(--bad)}
.err{color:var(--bad);font-size:.875rem;font-weight:600;display:block}
button,.button{display:inline-flex;align-items:center;justify-content:center;min-height:44px;padding:.5rem 1.1rem;font:inherit;font-weight:600;border-radius:6px;border:1px solid var(--edge);background:var(--card);color:var(--ink);cursor:pointer;text-decoration:none}
.main{background:var(--brand);border-color:var(--brand);color:var(--on)}
.no{color:var(--bad);border-color:var(--bad)}
.link{border:0;padding:0;background:0;color:var(--brand);text-decoration:underline;font-weight:400}
.acts{display:flex;flex-wrap:wrap;gap:.75rem;margin-top:1rem}
.acts>*{flex:1 1 9rem}
:focus-visible{outline:3px solid var(--brand);outline-offset:2px}
.off{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:0 0 .75rem}
dt{color:var(--soft)}dd{margin:0}
code,pre{font:.875em ui-monospace,monospace}
pre{overflow:auto;background:var(--bg);padding:.75rem;border-radius:6px;white-space:pre-wrap}
`;
