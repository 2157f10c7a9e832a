/** Style and script of the documentation page; part of it, so that it loads nothing. */

export const style = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --line: #dfe4ea;
  --paper: #fff; --side: #f6f8fa; --accent: #0b6b53; --code: #f1f4f7; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e9ef; --soft: #9aa6b4; --line: #2c3542;
  --paper: #12171e; --side: #181f28; --accent: #4cc9a4; --code: #1e2732; } }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1rem; }
body { margin: 0; display: grid; grid-template-columns: 21rem minmax(0, 1fr); color: var(--ink);
  background: var(--paper); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1.5rem 1.25rem;
  background: var(--side); border-right: 1px solid var(--line); }
nav h1 { font-size: 1.2rem; margin: 0; }
nav h2 { font-size: .78rem; letter-spacing: .06em; text-transform: uppercase;
  margin: 1.4rem 0 .3rem; color: var(--soft); }
nav ul { list-style: none; margin: 0; padding: 0; }
nav li a { display: flex; gap: .5rem; align-items: baseline; padding: .2rem .3rem;
  font-size: .84rem; border-radius: 4px; color: inherit; text-decoration: none;
  overflow-wrap: anywhere; }
nav li a:hover { background: var(--line); }
nav label { display: block; font-size: .8rem; color: var(--soft); }
nav input { width: 100%; padding: .5rem .6rem; font: inherit; color: inherit;
  background: var(--paper); border: 1px solid var(--line); border-radius: 6px; }
.version { margin: 0 0 1rem; color: var(--soft); font-size: .85rem; }
main { padding: 2rem clamp(1rem, 4vw, 3.5rem) 6rem; max-width: 62rem; }
main section > h2 { margin: 3rem 0 1rem; text-transform: capitalize; font-size: 1.5rem;
  border-bottom: 2px solid var(--accent); padding-bottom: .3rem; }
article { padding: 1.4rem 0; border-bottom: 1px solid var(--line); }
article h3 { margin: 0; font-size: 1.05rem; overflow-wrap: anywhere; }
article h4 { margin: 1.1rem 0 .3rem; font-size: .92rem; }
article h4 small { color: var(--soft); font-weight: 400; }
.summary { margin: .35rem 0; font-size: 1.05rem; }
.badges span { display: inline-block; padding: .05rem .55rem; margin: 0 .15rem .3rem 0;
  font-size: .78rem; color: var(--soft); border: 1px solid var(--line); border-radius: 99px; }
.verb { flex: none; min-width: 3.6rem; display: inline-block; text-align: center; font-size: .68rem;
  letter-spacing: .04em; padding: .12rem .35rem; border-radius: 4px; color: #fff;
  background: #55606e; }
.verb.get { background: #1d6fb8; } .verb.post { background: #19734f; }
.verb.put, .verb.patch { background: #93600a; } .verb.delete { background: #b3362b; }
code, pre { font: .87em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
code { background: var(--code); padding: .08em .3em; border-radius: 4px; }
pre { background: var(--code); padding: .8rem 1rem; border-radius: 8px; overflow: auto; margin: 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .88rem; margin: .6rem 0; }
th { text-align: left; color: var(--soft); font-weight: 600; }
th, td { padding: .4rem .7rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td em { color: #b3362b; font-size: .8em; font-style: normal; }
td code { white-space: pre-wrap; }
details { margin-top: 1rem; } summary { cursor: pointer; color: var(--soft); }
.problems { padding-left: 1.1rem; font-size: .88rem; }
a { color: var(--accent); }
a:focus-visible, input:focus-visible, summary:focus-visible { outline: 3px solid var(--accent);
  outline-offset: 2px; }
:target { background: color-mix(in srgb, var(--accent) 10%, transparent); }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: 1rem; z-index: 1;
  background: var(--paper); padding: .5rem 1rem; }
[hidden] { display: none !important; }
@media (max-width: 56rem) { body { display: block; } nav { position: static; height: auto;
  max-height: 45vh; border-right: 0; border-bottom: 1px solid var(--line); } }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
@media print { nav { display: none; } body { display: block; } }
`;

export const script = `
const find = document.getElementById('find');
const articles = [...document.querySelectorAll('article')];
find.addEventListener('input', () => {
  const words = find.value.toLowerCase().split(/\\s+/).filter(Boolean);
  for (const article of articles) {
    const hit = words.every((word) => article.dataset.words.includes(word));
    article.hidden = !hit;
    const link = document.querySelector('[data-find="' + article.id + '"]');
    if (link) link.hidden = !hit;
  }
});
document.addEventListener('keydown', (event) => {
  if (event.key === '/' && event.target !== find) { event.preventDefault(); find.focus(); }
});
`;
