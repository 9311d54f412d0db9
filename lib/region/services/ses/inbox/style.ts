export const style = `
:root { color-scheme: light dark; --ink: #16191f; --quiet: #5a6474; --line: #dfe3ea; --paper: #fff; --ground: #f4f6f9;
  --link: #0b5cad; --hover: #eef3fa; --bar: #16202e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --quiet: #9aa5b5; --line: #2f3947; --paper: #171d26;
  --ground: #0f141b; --link: #7db8f5; --hover: #1e2733; --bar: #0a0e14; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
a { color: var(--link); }
a:focus-visible, button:focus-visible, input:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.bar { display: flex; align-items: baseline; gap: 16px; padding: 12px 24px; background: var(--bar); color: #b9c4d4; font-size: 13px; }
.brand { color: #fff; font-size: 16px; font-weight: 600; text-decoration: none; }
main { max-width: 1080px; margin: 0 auto; padding: 24px; }
h1 { margin: 0; font-size: 22px; line-height: 1.3; font-weight: 600; overflow-wrap: anywhere; }
.head { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: 12px 24px; margin-bottom: 16px; }
.filter { display: flex; align-items: center; gap: 8px; }
.filter label { color: var(--quiet); }
input, button { font: inherit; color: inherit; padding: 6px 10px; border: 1px solid var(--line); border-radius: 6px; background: var(--paper); min-height: 36px; }
input { min-width: 0; width: 240px; }
button { cursor: pointer; font-weight: 500; }
button:hover { background: var(--hover); }
.mails { list-style: none; margin: 0; padding: 0; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
.mails li + li { border-top: 1px solid var(--line); }
.mail { display: grid; grid-template-columns: 230px minmax(0, 1fr) auto; gap: 4px 20px; padding: 12px 16px; color: inherit; text-decoration: none; }
.mail:hover { background: var(--hover); }
.who, .what { display: flex; flex-direction: column; min-width: 0; }
.from, .to, .subject, .start { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.from, .subject { font-weight: 600; }
.to, .start, .when, .empty, .back, .attachments span { color: var(--quiet); font-size: 13px; }
.when { display: flex; gap: 10px; white-space: nowrap; align-self: start; padding-top: 2px; font-variant-numeric: tabular-nums; }
.files { border: 1px solid var(--line); border-radius: 10px; padding: 0 8px; font-size: 12px; }
.empty { background: var(--paper); border: 1px dashed var(--line); border-radius: 8px; padding: 40px 24px; text-align: center; font-size: 15px; }
.pages { margin-top: 16px; text-align: center; }
.back { margin: 0 0 12px; }
article { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
article h1 { padding: 20px 24px 8px; }
.facts { margin: 0; padding: 0 24px 16px; }
.facts div { display: flex; gap: 12px; }
.facts dt { flex: 0 0 72px; color: var(--quiet); }
.facts dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.headers { padding: 16px 24px; }
.headers dt { flex-basis: 180px; overflow-wrap: anywhere; }
.headers div + div { margin-top: 6px; }
.attachments { list-style: none; display: flex; flex-wrap: wrap; gap: 8px; margin: 0; padding: 0 24px 16px; }
.attachments li { border: 1px solid var(--line); border-radius: 6px; padding: 4px 10px; overflow-wrap: anywhere; }
.views { display: flex; gap: 4px; padding: 0 20px; border-bottom: 1px solid var(--line); }
.tab { padding: 8px 12px; color: var(--quiet); text-decoration: none; border-bottom: 2px solid transparent; margin-bottom: -1px; }
.tab[aria-current] { color: var(--ink); border-color: var(--link); font-weight: 600; }
.html { display: block; width: 100%; height: 60vh; min-height: 420px; border: 0; background: #fff; color-scheme: light; }
.text { margin: 0; padding: 20px 24px; white-space: pre-wrap; overflow-wrap: anywhere; font: 14px/1.6 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
.links { margin-top: 20px; font-size: 13px; }
.links h2 { margin: 0 0 6px; font-size: 13px; font-weight: 600; color: var(--quiet); }
.links ul { margin: 0; padding-left: 18px; }
.links a { overflow-wrap: anywhere; }
@media (max-width: 640px) {
  .bar { padding: 12px 16px; flex-wrap: wrap; gap: 0 12px; }
  main { padding: 16px; }
  .filter { width: 100%; flex-wrap: wrap; }
  .filter label { width: 100%; font-size: 13px; }
  .filter input { flex: 1; width: auto; font-size: 16px; min-height: 44px; }
  .filter button { min-height: 44px; }
  .mail { grid-template-columns: minmax(0, 1fr); gap: 4px; }
  .what { order: -1; }
  .subject { white-space: normal; }
  .who { flex-direction: row; gap: 6px; font-size: 13px; }
  .from { font-weight: 400; flex: none; }
  .when { padding-top: 0; }
  .back a { display: inline-block; padding: 10px 0; }
  .back { margin: -10px 0 4px; }
  .facts dt { flex-basis: 60px; }
  article h1, .facts, .attachments, .text { padding-left: 16px; padding-right: 16px; }
  .views { padding: 0 8px; }
  .tab { padding: 11px 12px; }
  .headers div { flex-direction: column; gap: 0; }
  .headers dt { flex-basis: auto; font-size: 13px; }
}
`;
