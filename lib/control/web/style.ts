/**
 * One style sheet for all pages, sent inside each of them: one request paints the page, also on a slow phone, and all of
 * it stays under 4 KB. Colours are named once for light and once for dark. Text has a contrast of at least 4.5 : 1,
 * borders of controls 3 : 1 (WCAG 2.2 AA).
 */
export const STYLE =
  `:root{color-scheme:light dark;--bg:#f5f6f8;--card:#fff;--ink:#171b21;--soft:#566070;--line:#dde1e7;--edge:#7d8796;--brand:#0b5cad;--on:#fff;--ok:#12693a;--warn:#8a4b00;--bad:#b3261e}
@media(prefers-color-scheme:dark){:root{--bg:#101318;--card:#191e25;--ink:#e9ecf1;--soft:#a4aebd;--line:#2d343e;--edge:#7a8698;--brand:#7db6f2;--on:#08213c;--ok:#7fd6a2;--warn:#f3bd6b;--bad:#ff9d94}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
a{color:var(--brand)}
header,main,footer{max-width:76rem;margin:0 auto;padding:0 1rem}
header,nav{display:flex;flex-wrap:wrap;gap:0 1.25rem;align-items:center;justify-content:space-between}
header a{display:inline-flex;align-items:center;min-height:44px;gap:.5rem}
.logo{font-weight:700;text-decoration:none;color:var(--ink)}
.logo svg{width:1.5rem;fill:none;stroke:var(--brand);stroke-width:2.5}
footer,.soft{color:var(--soft);font-size:.875rem}
footer{padding:2rem 1rem}
.small{max-width:28rem;margin:8vh auto}
h1{font-size:1.7rem;line-height:1.2;margin:.75rem 0}
h2{font-size:1.1rem;margin:0 0 .75rem}
p{margin:0 0 .75rem}
.card,.note{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1.1rem;margin:0 0 1rem}
.ok{--tone:var(--ok)}
.warn{--tone:var(--warn)}
.bad{--tone:var(--bad)}
.dim{--tone:var(--soft)}
.note{border-left:4px solid var(--tone,var(--brand))}
.note>:last-child{margin-bottom:0}
ul{padding-left:1.2rem;margin:0}
.tag{display:inline-block;border-radius:99px;padding:0 .6rem;font-size:.8125rem;font-weight:600;background:color-mix(in srgb,currentColor 11%,transparent);color:var(--tone,var(--brand))}
.two,.grid{display:grid;gap:1rem;align-items:start}
.two>*{min-width:0}
@media(min-width:60rem){.two{grid-template-columns:5fr 6fr}.turned{grid-template-columns:2fr 1fr}.stay{position:sticky;top:1rem;max-height:calc(100vh - 2rem);overflow:auto}}
.paper img{display:block;width:100%;height:auto;border:1px solid var(--line);margin-bottom:.75rem}
fieldset{border:0;margin:1rem 0;padding:0;min-width:0}
legend,label,th{font-size:.875rem;font-weight:600;padding:0;text-align:left}
.grid{gap:.75rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,9rem),1fr));align-items:end}
.wide{grid-column:1/-1}
.lines .grid{grid-template-columns:repeat(3,1fr)}
.lines .grid>:first-child{grid-column:1/-1}
@media(min-width:40rem){.lines .grid{grid-template-columns:3fr repeat(3,2fr)}.lines .grid>:first-child{grid-column:auto}}
input,select,textarea{display:block;width:100%;min-height:44px;margin-top:.25rem;padding:.5rem .65rem;font:inherit;color:inherit;background:var(--card);border:1px solid var(--edge);border-radius:6px}
output{display:block}
[aria-invalid]{border:2px solid var(--bad)}
.err{color:var(--bad);font-size:.875rem;font-weight:600}
button,.button,summary{display:inline-flex;align-items:center;justify-content:center;min-height:44px;padding:.5rem 1.1rem;font:inherit;font-weight:600;border-radius:6px;border:1px solid var(--edge);background:var(--card);color:var(--ink);cursor:pointer;text-decoration:none}
.main,[aria-current]{background:var(--brand);border-color:var(--brand);color:var(--on)}
.no{color:var(--bad);border-color:currentColor}
.link{border:0;padding:0;background:0;color:var(--brand);font-weight:400}
.acts,.tabs{display:flex;flex-wrap:wrap;gap:.75rem;margin:1rem 0;justify-content:start}
.acts>*{flex:1 1 8rem}
:focus-visible{outline:3px solid var(--brand);outline-offset:2px}
.off{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem}
dt{color:var(--soft)}
dd{margin:0}
.list{list-style:none;padding:0;margin:0}
.list li{padding:.6rem 0;border-top:1px solid var(--line)}
.list p{margin:0}
.list a{display:inline-block;padding:.2rem 0}
.list .grid{align-items:start;padding-left:1rem;border-left:3px solid var(--line)}
.scroll{overflow:auto}
table{border-collapse:collapse;width:100%;min-width:38rem}
td,th{padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--line);font-size:.875rem}
pre{background:var(--bg);padding:.75rem;border-radius:6px;white-space:pre-wrap}
`.replaceAll('\n', '');
