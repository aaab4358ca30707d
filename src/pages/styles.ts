/** Holds the style sheet of fx's own pages, light, dark and in forced colours. */

export const styles = `
:root {
  color-scheme: light dark;
  --ground: #fbfbf9; --raised: #ffffff; --line: #dcdcd6; --ink: #1b1e20; --quiet: #5b6165; --link: #17568f;
  --bar: #dfe3e6; --bar-fill: #2f6f9f; --mark: #1b1e20;
  --green: #1e6b45; --green-ground: #e2f1e8; --blue: #17568f; --blue-ground: #e3edf6;
  --red: #a32f1d; --red-ground: #fae7e3; --amber: #7a5200; --amber-ground: #faefd6; --grey-ground: #ecedec;
  --focus: #17568f;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ground: #141617; --raised: #1c1f21; --line: #34383b; --ink: #eceae4; --quiet: #a5abae; --link: #8dc0ee;
    --bar: #2d3235; --bar-fill: #5f9fd0; --mark: #eceae4;
    --green: #8fd3ad; --green-ground: #1d3529; --blue: #9fcbf1; --blue-ground: #1c3144;
    --red: #f2a494; --red-ground: #442520; --amber: #ecc77b; --amber-ground: #3d3119; --grey-ground: #2b2f31;
    --focus: #8dc0ee;
  }
}
*, *::before, *::after { box-sizing: border-box; }
[hidden][hidden] { display: none; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; -webkit-text-size-adjust: 100%; overflow-wrap: break-word; }
.wrap { width: min(100% - 40px, 1200px); margin-inline: auto; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; letter-spacing: -0.015em; }
h2 { margin: 0 0 8px; font-size: 1.125rem; line-height: 1.3; }
h3 { margin: 0; font-size: 1rem; line-height: 1.4; }
p { margin: 0; }
a { color: var(--link); text-underline-offset: 3px; }
code, pre, .cell-subject, .cell-path { font-family: ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; font-size: 0.9em; }
:focus-visible, [type='datetime-local']:focus-within { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
.quiet { color: var(--quiet); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.whole { display: inline-block; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }

.top { border-bottom: 1px solid var(--line); background: var(--raised); }
.top .wrap { display: flex; flex-wrap: wrap; align-items: center; gap: 0 28px; min-height: 56px; padding-block: 6px; }
.top nav { display: flex; flex-wrap: wrap; gap: 4px 20px; }
.top nav a { padding: 8px 0; color: var(--ink); text-decoration: none; }
.top nav a:hover { text-decoration: underline; }
.mark { color: var(--ink); font: 700 1.25rem/1 ui-monospace, Menlo, Consolas, monospace; text-decoration: none; }
main { padding: 32px 0 64px; }
main > section { margin-top: 32px; }

.plain-list { margin: 0; padding: 0; list-style: none; }
.plain-list li { padding: 4px 0; overflow-wrap: anywhere; }
.notice, .problems { margin-top: 16px; padding: 14px 18px; border-left: 4px solid var(--red); background: var(--red-ground); }
.problems li { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 0.9rem; }
.facts { margin: 0; }
.facts div { display: grid; grid-template-columns: 13em 1fr; gap: 2px 16px; padding: 8px 0; border-top: 1px solid var(--line); }
.facts dt { color: var(--quiet); overflow-wrap: anywhere; }
.facts dd { margin: 0; overflow-wrap: anywhere; }

.card { margin-bottom: 16px; padding: 18px 20px; border: 1px solid var(--line); border-radius: 8px; background: var(--raised); }
.card header { margin-bottom: 10px; overflow-wrap: anywhere; }
.card table { width: 100%; border-collapse: collapse; }
.card th, .card td { padding: 8px 12px 8px 0; border-top: 1px solid var(--line); text-align: left; font-weight: 400; vertical-align: top; }
.card thead th { border: 0; padding-block: 2px; color: var(--quiet); font-size: 0.875rem; }
.card .number { text-align: right; }
.card .links { width: 50%; padding-left: 12px; }
.links a { margin-right: 10px; white-space: nowrap; }
.site-pages li { display: flex; flex-wrap: wrap; gap: 2px 20px; } .site-pages li > a:first-child { min-width: min(14rem, 50%); }
.scroll { position: relative; overflow-x: auto; }
.chip { display: inline-block; padding: 1px 9px; border-radius: 10px; background: var(--grey-ground); color: var(--ink); font-size: 0.8125rem; line-height: 1.5; white-space: nowrap; }
.chip-running, .chip-exposure { background: var(--green-ground); color: var(--green); }
.chip-conversion { background: var(--blue-ground); color: var(--blue); }
.chip-failure { background: var(--red-ground); color: var(--red); }
.chip-draft, .chip-paused, .chip-scheduled { background: var(--amber-ground); color: var(--amber); }

.title { display: flex; flex-wrap: wrap; align-items: baseline; gap: 8px 20px; }
.connection { color: var(--quiet); }
.connection::before { content: ''; display: inline-block; width: 9px; height: 9px; margin-right: 8px; border-radius: 50%; background: var(--amber); }
.connection[data-state='live']::before { background: var(--green); }
.splits { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 16px; margin-top: 24px; }
.splits:empty { display: none; }
.splits .card { margin: 0; }
.splits .card h2 { margin: 0; font-size: 1rem; }
.splits th[scope='row'] { width: 50%; }
.bar { position: relative; display: block; height: 8px; margin-top: 6px; border-radius: 4px; background: var(--bar); }
.bar-share { position: absolute; inset: 0 auto 0 0; width: calc(var(--share) * 100%); border-radius: 4px; background: var(--bar-fill); }
.bar-expected { position: absolute; inset: -4px auto -4px calc(var(--expected) * 100% - 1px); width: 2px; background: var(--mark); }

.tools { display: flex; flex-wrap: wrap; align-items: end; gap: 12px 16px; margin: 32px 0 16px; }
.tools label { display: grid; gap: 4px; color: var(--quiet); font-size: 0.875rem; }
.tools #shown { margin-right: auto; padding: 9px 0; font-variant-numeric: tabular-nums; }
.tools select, .tools button { max-width: 100%; border: 1px solid var(--quiet); border-radius: 5px; padding: 8px 12px; background: var(--raised); color: var(--ink); font: inherit; }
.tools button { cursor: pointer; }
.tools button:hover { border-color: var(--ink); }
.columns, .events summary { display: grid; grid-template-columns: 6.5rem 6.5rem minmax(9rem, 1.4fr) minmax(7rem, 1fr) 6.5rem minmax(7rem, 1.2fr) minmax(6rem, 1fr); gap: 4px 14px; align-items: baseline; }
.columns { padding: 0 12px 8px 32px; color: var(--quiet); font-size: 0.875rem; }
.events { margin: 0; padding: 0; list-style: none; border-bottom: 1px solid var(--line); }
.events:empty { border: 0; }
.events li { border-top: 1px solid var(--line); }
summary { position: relative; padding: 9px 12px 9px 32px; cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary::before { content: ''; position: absolute; left: 12px; top: 17px; border: 4px solid transparent; border-left: 6px solid var(--quiet); border-right: 0; }
details[open] > summary::before { transform: rotate(90deg); }
summary:hover { background: var(--raised); }
.cell { min-width: 0; overflow-wrap: anywhere; }
.cell-time { font-variant-numeric: tabular-nums; }
.cell-why { display: -webkit-box; overflow: hidden; -webkit-box-orient: vertical; -webkit-line-clamp: 2; color: var(--quiet); }
pre { margin: 0 12px 14px 32px; padding: 14px 16px; overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; background: var(--raised); font-size: 0.875rem; }
.empty { padding: 28px 0; border-top: 1px solid var(--line); } .empty > * { max-width: 65ch; }
.empty p { margin-bottom: 10px; }
.empty ul { margin: 0; padding-left: 20px; }
.empty li { margin-bottom: 6px; }

@media print {
  :root { color-scheme: light; }
  body { background: none; }
  .top, .tools, .connection { display: none; }
  .columns { margin-top: 32px; }
  .card, .events li, .facts div { break-inside: avoid; }
  .bar, .bar-share, .bar-expected, .chip { print-color-adjust: exact; }
}
@media (max-width: 760px) {
  .card .links { width: auto; }
  .card .links a { margin-right: 0; white-space: normal; overflow-wrap: break-word; }
  .card th[scope='row'] code { display: block; }
  .links a { display: inline-block; padding: 2px 0; }
  .wrap { width: calc(100% - 32px); }
  .columns { display: none; }
  .events summary { grid-template-columns: 1fr auto; gap: 2px 12px; padding: 12px 0 12px 22px; }
  .events summary::before { left: 4px; top: 20px; }
  .cell-time { order: 2; color: var(--quiet); }
  .cell-type { order: 1; }
  .cell-what { order: 3; font-weight: 600; }
  .cell-which { order: 4; }
  .cell-path { order: 5; color: var(--quiet); }
  .cell-subject { order: 6; color: var(--quiet); }
  .cell-why { order: 7; grid-column: 1 / -1; }
  pre { margin: 0 0 14px 22px; }
  .facts div { grid-template-columns: 1fr; }
  .tools label, .tools select { flex: 1 1 100%; width: 100%; }
}
@media (forced-colors: active) {
  .chip, .bar, .card, .notice, .problems { border: 1px solid CanvasText; }
  .bar-share, .connection::before, .bar-expected { forced-color-adjust: none; background: CanvasText; }
  .bar-expected { background: Highlight; }
  summary::before { border-left-color: CanvasText; forced-color-adjust: none; }
}
@media (prefers-reduced-motion: no-preference) {
  .bar-share { transition: width 200ms; }
}
`;
