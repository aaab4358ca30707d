/** Styles the page of results beyond the style sheet that all pages share. */

export const REPORT_STYLES = `
.card { margin-bottom: 24px; }
.card h2 { margin: 0; }
.card h3 { margin-top: 24px; }
.card h3 span { font-weight: 400; }
.conclusion { margin-top: 12px; padding: 12px 16px; border-left: 6px solid var(--amber); background: var(--amber-ground); font-size: 1.0625rem; }
.conclusion-ship { border-color: var(--green); background: var(--green-ground); }
.conclusion-stop, .conclusion-do-not-trust { border-color: var(--red); background: var(--red-ground); }
.conclusion-no-difference { border-color: var(--blue); background: var(--blue-ground); }
.ending { margin-top: 12px; padding: 12px 16px; border: 1px solid var(--line); font-weight: 600; max-width: 80ch; }
.hypothesis { margin-top: 10px; max-width: 70ch; }
.pictures { display: flex; flex-wrap: wrap; gap: 16px; margin-top: 12px; }
.pictures figure { margin: 0; max-width: 280px; }
.pictures img { display: block; max-width: 100%; border: 1px solid var(--line); }
.split { margin-top: 12px; padding: 8px 14px; border-left: 4px solid var(--green); background: var(--green-ground); }
.split-open { border-color: var(--quiet); background: var(--grey-ground); }
.split-off { border-color: var(--red); background: var(--red-ground); }
.caveats { margin-top: 12px; padding: 8px 14px; border-left: 4px solid var(--amber); background: var(--amber-ground); }
.line { margin-top: 6px; }
p.quiet { margin-top: 8px; }
.card table.metric { font-size: 0.9375rem; }
.metric th[scope='row'] { width: 18%; min-width: 9rem; overflow-wrap: anywhere; } .metric .name { display: block; }
.metric td.number span { display: inline-block; white-space: nowrap; } .metric td.number:has(span) { white-space: normal; }
.card td.chart { width: 216px; min-width: 216px; padding: 6px 16px 0 0; vertical-align: top; }
.card thead td.chart { position: relative; height: 1.5em; border: 0; color: var(--quiet); font-size: 0.8125rem; }
.tick-low, .tick-none, .tick-high { position: absolute; bottom: 2px; white-space: nowrap; }
.tick-low { left: 0; } .tick-none { left: 100px; transform: translateX(-50%); } .tick-high { right: 16px; }
.chart svg { display: block; width: 200px; height: 24px; }
.chart line { stroke: var(--quiet); stroke-width: 1; }
.chart .span { stroke-width: 3; }
.chart circle, .chart path { fill: var(--quiet); }
.better .span { stroke: var(--green); } .better circle { fill: var(--green); }
.worse .span { stroke: var(--red); } .worse circle { fill: var(--red); }
.days { display: block; width: 100%; max-width: 720px; height: auto; margin-top: 8px; }
.days rect { fill: var(--bar-fill); } .days .band { fill: var(--bar-fill); opacity: 0.25; } .days .middle { fill: none; stroke: var(--bar-fill); stroke-width: 2; }
.days .zero { stroke: var(--quiet); stroke-width: 1; } .days text { fill: var(--quiet); font-size: 12px; }
.card details { margin-top: 8px; } .card summary { display: block; }
@media (max-width: 640px) {
  .wrap { width: calc(100% - 24px); } .card { padding: 14px; }
  table.metric, table.metric thead, table.metric tbody, table.metric tr, table.metric th, table.metric td { display: block; }
  .card table.metric thead th { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .card table.metric thead td.chart { width: 216px; margin-top: 6px; }
  .card table.metric td { display: flex; justify-content: space-between; gap: 12px; padding: 2px 0; border: 0; white-space: normal; }
  .card table.metric td:empty, .card table.metric td.chart:empty { display: none; }
  table.metric td[data-title]::before { content: attr(data-title); color: var(--quiet); }
  .card table.metric th { width: auto; padding-top: 10px; } .card td.chart { width: auto; min-width: 0; }
  .card table.metric td:has(span + span) { flex-wrap: wrap; justify-content: flex-end; gap: 0 6px; }
  .card table.metric td:has(span + span)::before { margin-right: auto; }
  table.metric tbody { display: flex; flex-direction: column; } table.metric tr.base { order: 1; }
  .days text { font-size: 22px; }
}
@media print {
  .card { break-inside: auto; border: 0; padding: 0; } .card + .card { break-before: page; }
  .card tr, .conclusion, .split, .caveats, .days { break-inside: avoid; } .card h2, .card h3, .line, summary { break-after: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
  .card table.metric { font-size: 0.6875rem; } .card table.metric td, .card table.metric th { padding-right: 4px; padding-left: 4px; }
  .card td.chart, .chart svg { width: 100px; min-width: 0; } .card table.metric td.chart { padding: 6px 4px 0 0; }
  .card thead td.chart { font-size: 0.625rem; } .tick-none { display: none; } .tick-high { right: 4px; }
  .metric th[scope='row'] { width: auto; min-width: 4.5rem; overflow-wrap: break-word; }
  .card table.metric td.number, .metric td.number span { white-space: normal; } .card table.metric thead th { font-size: 0.6875rem; white-space: normal; }
  .scroll { overflow: visible; } .conclusion, .split, .caveats { print-color-adjust: exact; }
}
`;
