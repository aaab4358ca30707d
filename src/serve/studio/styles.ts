/** Adds the look of Studio to the style sheet that all pages share: one accent, calm figures, room around things. */

export const STUDIO_STYLES = `
:root { --accent: #17568f; --accent-ink: #ffffff; --soft: #f1f1ee; }
@media screen and (prefers-color-scheme: dark) { :root { --accent: #8dc0ee; --accent-ink: #10202e; --soft: #22262a; } }
body { font-size: 0.9375rem; }
.skip { position: absolute; left: -999px; padding: 8px 12px; background: var(--raised); }
.skip:focus { left: 8px; top: 8px; z-index: 3; }
.narrow { max-width: 28rem; }
.narrow .mark { display: block; margin-bottom: 12px; font-size: 1.75rem; }
.top nav a { color: var(--quiet); border-bottom: 2px solid transparent; }
.top nav a:hover { color: var(--ink); text-decoration: none; }
.top nav a[aria-current] { color: var(--ink); border-bottom-color: var(--accent); }
.counted { position: relative; display: inline-flex; align-items: center; gap: 6px; } .count { padding: 0 6px; border-radius: 9px; background: var(--accent); color: var(--accent-ink); font-size: 0.75rem; font-variant-numeric: tabular-nums; }
.who { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 16px; margin-left: auto; }
.who form { display: inline; }
.who > .quiet { max-width: min(16rem, 26vw); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
main > section, main > .columns-2 { margin-top: 36px; }
.title { align-items: center; }
.title h1 { overflow-wrap: anywhere; }
.title > .button, .title .actions { margin-left: auto; }
.actions { display: flex; flex-wrap: wrap; gap: 8px; }
.crumbs { margin-bottom: 4px; font-size: 0.875rem; }
.prose { max-width: 70ch; white-space: pre-line; }
.small { font-size: 0.875rem; color: var(--quiet); }
time { font-variant-numeric: tabular-nums; white-space: nowrap; }
.figure { font-variant-numeric: tabular-nums; font-weight: 600; }

button, .button { display: inline-block; padding: 7px 14px; border: 1px solid var(--line); border-radius: 6px; background: var(--raised); color: var(--ink); font: inherit; font-weight: 500; line-height: 1.4; text-decoration: none; cursor: pointer; }
button:hover, .button:hover { border-color: var(--quiet); }
button.primary { border-color: var(--accent); background: var(--accent); color: var(--accent-ink); }
button.danger { border-color: var(--red); background: var(--red-ground); color: var(--red); }
button.plain { padding: 4px 0; border: 0; background: none; color: var(--link); font-weight: 400; text-decoration: underline; text-underline-offset: 3px; }
.off, .drop { position: relative; margin: 0; }
.off > summary, .drop > summary { display: inline-block; background: var(--raised); line-height: 1.4; padding: 7px 14px; border: 1px solid var(--line); border-radius: 6px; font-weight: 500; }
.off > summary { padding: 4px 12px; border-color: var(--red); color: var(--red); }
.off > summary::before, .drop > summary::before { content: none; }
.off > form, .drop > form { position: absolute; z-index: 2; top: calc(100% + 6px); width: min(20rem, 84vw); padding: 16px; border: 1px solid var(--line); border-radius: 8px; background: var(--raised); box-shadow: 0 6px 24px rgb(0 0 0 / 0.12); }
.off > form { right: 0; }
.off > form p, .drop > form p { margin-bottom: 12px; }
.banner { border-bottom: 1px solid var(--red); background: var(--red-ground); color: var(--red); }
.banner .wrap { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 20px; min-height: 48px; padding-block: 8px; }
.banner form { margin-left: auto; }

h1 + .message, .title + .message, h1 + .deeds { margin-top: 16px; }
h1, h3, .prose, .deeds li > span, input, textarea { unicode-bidi: plaintext; }
.message { margin: 0 0 20px; padding: 12px 16px; border-left: 4px solid var(--green); border-radius: 0 6px 6px 0; background: var(--green-ground); overflow-wrap: anywhere; }
.message-bad { border-color: var(--red); background: var(--red-ground); }
.message ul { margin: 6px 0 0; padding-left: 20px; }
.live { margin-bottom: 16px; padding: 10px 16px; border: 1px solid var(--accent); border-radius: 6px; }
.live button { margin-left: 12px; }
.waiting { display: flex; flex-wrap: wrap; align-items: center; gap: 10px 20px; padding: 16px 20px; border: 1px solid var(--accent); border-radius: 8px; background: var(--raised); }
.waiting .button { margin-left: auto; }
.moment { margin-top: 16px; } .moment p { margin-bottom: 10px; }
progress { display: block; width: min(100%, 30rem); height: 10px; margin-top: 10px; accent-color: var(--accent); }
.risk { color: var(--red); font-weight: 500; }
.empty-card { max-width: 44rem; padding: 28px 32px; border: 1px dashed var(--line); border-radius: 10px; background: var(--raised); }
.quiet + .empty-card { margin-top: 16px; } .empty-card p, .empty-card ol { margin: 10px 0; }
.empty-card ol { padding-left: 20px; }

table.list { width: 100%; border-collapse: collapse; }
.list th, .list td { padding: 12px 16px 12px 0; border-top: 1px solid var(--line); text-align: left; font-weight: 400; vertical-align: top; }
.list th[scope='row'] { min-width: 14rem; overflow-wrap: anywhere; } .list th[scope='row'] a { font-weight: 500; }
.list td:not(.number) { overflow-wrap: anywhere; } .list td.text { min-width: 8rem; }
.list thead :is(th, td) { border: 0; padding-block: 4px; color: var(--quiet); font-size: 0.8125rem; }
.list .number { text-align: right; } .list .number + :not(.number) { padding-left: 16px; }
.list th:last-child, .list td:last-child { padding-right: 0; }
.pages { display: flex; flex-wrap: wrap; gap: 4px; margin-top: 16px; } .pages a { padding: 4px 10px; border-radius: 6px; } .pages a[aria-current] { background: var(--soft); color: var(--ink); font-weight: 600; text-decoration: none; }
.where { display: block; font-size: 0.8125rem; overflow-wrap: anywhere; }
.since { color: var(--quiet); white-space: nowrap; font-variant-numeric: tabular-nums; }
section > .quiet { margin-top: 10px; font-size: 0.875rem; }
.health::before { content: ''; display: inline-block; width: 8px; height: 8px; margin-right: 8px; border-radius: 50%; background: var(--quiet); }
.health-good::before { background: var(--green); } .health-bad { color: var(--red); } .health-bad::before { background: var(--red); }
.health-open { color: var(--quiet); } .health-silent { color: var(--amber); } .health-silent::before { background: var(--amber); }
.list td:has(> .health) { min-width: 8rem; }
.chip-archived, .chip-ended, .chip-off { color: var(--quiet); }
.chip-waits { background: none; border: 1px solid var(--amber); color: var(--amber); white-space: normal; }
.waiting-note { color: var(--amber); }
.choices { margin: 0 0 10px; padding: 0; list-style: none; }
.choices > li { display: grid; grid-template-columns: 10rem 1fr; gap: 4px 16px; align-items: center; padding: 8px 0; border-top: 1px solid var(--line); }
.choices > li:first-child { border: 0; } .choices p { margin: 0; font-size: 0.875rem; }

.deeds { margin: 0; padding: 0; list-style: none; }
.deeds li { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 2px 20px; padding: 10px 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.deeds li > .quiet { font-variant-numeric: tabular-nums; font-size: 0.875rem; }
.deeds details { flex-basis: 100%; min-width: 0; max-width: 100%; } .deed-notes { flex-basis: 100%; margin: 0; color: var(--amber); font-size: 0.875rem; }
.deeds details summary { display: inline; padding: 0; color: var(--link); font-size: 0.875rem; }
.deeds summary::before { content: none; }
pre.diff, pre.inline { margin: 8px 0 0; padding: 12px 14px; }
pre.inline { padding: 8px 10px; white-space: pre-wrap; } pre.inline + .facts { margin-top: 16px; }
.diff span { display: block; min-height: 1.4em; } .diff .added { background: var(--green-ground); color: var(--green); } .diff .removed { background: var(--red-ground); color: var(--red); } .diff .same { color: var(--quiet); }

.variants { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr)); gap: 16px; margin: 0; padding: 0; list-style: none; }
.variants .card { display: flex; flex-direction: column; margin: 0; } .variants .card > .chip { align-self: start; }
.variants .card h3, .plan .card h2 { margin: 0; font-size: 1rem; }
.plan .card { margin-bottom: 12px; padding-bottom: 10px; }
.plan header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 12px; margin-bottom: 6px; }
.shots { display: grid; grid-template-columns: 1fr 22%; gap: 8px; align-items: start; }
.shot { display: block; overflow: hidden; border: 1px solid var(--line); border-radius: 4px; background: var(--soft); }
.shot-desktop { aspect-ratio: 1280 / 800; } .shot-phone { aspect-ratio: 390 / 844; }
.shot-desktop:only-child { grid-column: 1 / -1; }
.shot img { display: block; width: 100%; height: 100%; object-fit: cover; object-position: top; }
.camera { margin-top: 14px; }
.variants .share { margin: 8px 0; } .looks { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 20px; margin-top: auto; padding-top: 10px; }
.columns-2 { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 360px), 1fr)); gap: 36px 40px; }
.columns-2 .facts div { grid-template-columns: 8em 1fr; }
.columns-2 .facts dd .quiet { display: block; font-size: 0.8125rem; }
.metric-health, .so-far { margin-top: 10px; }
.layer { display: block; width: 100%; height: 14px; margin-top: 6px; }
.layer .rest { fill: var(--bar); } .layer .other { fill: var(--quiet); } .layer .own { fill: var(--accent); }
.qr summary { display: inline; padding: 0; font-size: 0.875rem; color: var(--link); } .qr summary::before { content: none; }
.qr svg { display: block; width: 160px; height: 160px; margin-top: 8px; }
.edit.edit { grid-template-columns: minmax(0, 1fr); gap: 24px 40px; } @media (min-width: 820px) { .edit.edit { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
.edit .form { margin: 0; min-width: 0; } .form textarea.code { font: 0.8125rem/1.5 ui-monospace, Menlo, Consolas, monospace; white-space: pre; overflow-x: auto; }
.cm-editor { margin-top: 4px; border: 1px solid var(--quiet); border-radius: 6px; background: var(--raised); color: var(--ink); font-size: 0.8125rem; font-weight: 400; }
.cm-editor.cm-focused { outline: 3px solid var(--focus); outline-offset: 2px; }
.cm-editor .cm-scroller { max-height: 44rem; overflow: auto; font: 1em/1.5 ui-monospace, Menlo, Consolas, monospace; }
.cm-editor .cm-gutters { border: 0; background: var(--soft); color: var(--quiet); }
.cm-editor .cm-activeLine, .cm-editor .cm-activeLineGutter { background: var(--soft); }
.cm-editor .cm-cursor { border-left-color: var(--ink); }
.cm-editor .cm-selectionBackground.cm-selectionBackground, .cm-editor ::selection { background: var(--blue-ground); }
.cm-editor .cm-tooltip, .cm-editor .cm-panels { border-color: var(--line); background: var(--raised); color: var(--ink); }
.cm-editor .cm-panel.cm-panel-lint ul [aria-selected] { background: var(--soft); color: var(--ink); }
.cm-editor .cm-tooltip.cm-tooltip-autocomplete > ul { max-width: min(28rem, 88vw); font: inherit; }
.cm-editor .cm-tooltip.cm-tooltip-autocomplete > ul > li { display: flex; gap: 12px; justify-content: space-between; padding: 4px 10px; }
.cm-editor .cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected] { background: var(--accent); color: var(--accent-ink); }
.cm-editor .cm-completionDetail { margin: 0; overflow: hidden; color: var(--quiet); font-style: normal; text-overflow: ellipsis; }
.cm-editor li[aria-selected] .cm-completionDetail { color: inherit; }
.cm-editor .cm-completionInfo.cm-completionInfo { max-width: min(22rem, 80vw); padding: 8px 12px; border: 1px solid var(--line); background: var(--raised); color: var(--ink); font: 0.8125rem/1.5 system-ui, sans-serif; white-space: normal; }
.tok-propertyName { color: var(--blue); } .tok-comment { color: var(--quiet); } .tok-string, .tok-number, .tok-bool { color: var(--green); }
.beside-status { color: var(--red); } .beside-status:empty { display: none; }
.form fieldset:disabled { opacity: 0.55; }
.code-status { min-height: 1.5em; font-variant-numeric: tabular-nums; }
.condition { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 10.5rem), 1fr)); gap: 8px; margin: 8px 0 16px; } .condition .field-error { grid-column: 1 / -1; } .condition input, .condition select { min-width: 0; } .form fieldset .condition input, .form fieldset .condition select { margin: 0; }
.line-problems { margin: 0 0 12px; padding: 10px 14px 10px 30px; border-left: 4px solid var(--red); background: var(--red-ground); } .line-problems .line { font-variant-numeric: tabular-nums; font-weight: 600; }
.why { margin-top: 10px; }
.gates { max-width: 44rem; margin: 12px 0; padding: 0; list-style: none; } .gates li { padding: 8px 0; border-top: 1px solid var(--line); } .gates li::before { content: '✓'; display: inline-block; width: 1.6em; color: var(--green); } .gates .stop::before { content: '✗'; color: var(--red); } .gates .wait::before { content: '○'; color: var(--quiet); }
.figures { font-variant-numeric: tabular-nums; } .figures .health { display: block; margin-top: 4px; }
.conclude { max-width: 44rem; } .deeds details form { margin-top: 10px; }
.row-form > summary { display: inline-block; padding: 0; color: var(--link); text-decoration: underline; text-underline-offset: 3px; } .row-form > summary::before { content: none; } .row-form > form { margin: 8px 0; } .row-form button { white-space: normal; }
.token { overflow-wrap: anywhere; user-select: all; } .copy { margin: 8px 0 16px; } .copy:has(> [hidden]) { display: none; }
section > details.drop { margin-top: 14px; } section > details.drop + form { margin-top: 8px; }
.row { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; }
.conclusion-card { padding: 16px 20px; border-left: 4px solid var(--accent); background: var(--raised); }

.form, .filter { margin-top: 20px; } #collector form { max-width: 28rem; margin: 0 0 24px; } #collector form button { margin-top: 12px; }
.form fieldset { min-width: 0; margin: 0 0 24px; padding: 0; border: 0; max-width: 44rem; }
.form legend { padding: 0; margin-bottom: 10px; font-weight: 600; font-size: 1.0625rem; }
label { display: block; margin-bottom: 14px; font-weight: 500; }
label.check { font-weight: 400; }
.field-error { display: block; color: var(--red); font-size: 0.875rem; font-weight: 500; } .field-error::before { content: '✗ '; }
.field-error:empty { display: none; } .shares-status { margin: 0 0 10px; }
.save { position: sticky; bottom: 0; z-index: 1; grid-column: 1 / -1; padding: 12px 0; border-top: 1px solid var(--line); background: var(--ground); } .save p { margin: 0; } .save .beside-status { margin-bottom: 8px; }
html:has(.edit) { scroll-padding-block: 16px 96px; }
[aria-invalid='true'] { border-color: var(--red) !important; outline: 1px solid var(--red); }
.hint { display: block; color: var(--quiet); font-size: 0.8125rem; font-weight: 400; }
.form input:not([type='checkbox'], [type='radio']), .form textarea, .form select, .drop input, .drop textarea, .drop select, .publish textarea { display: block; width: 100%; margin-top: 4px; }
input:not([type='checkbox'], [type='radio']), textarea, select { padding: 8px 10px; border: 1px solid var(--quiet); border-radius: 6px; background: var(--raised); color: var(--ink); font: inherit; }
textarea { line-height: 1.5; resize: vertical; }
input[type='number'] { font-variant-numeric: tabular-nums; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 220px), 1fr)); gap: 0 16px; align-items: end; }
.pair > p { margin-bottom: 14px; }
.filter { display: flex; flex-wrap: wrap; align-items: end; gap: 10px 16px; margin-bottom: 20px; }
.filter label { margin: 0; font-size: 0.875rem; } .filter label > input, .filter label > select { display: block; margin-top: 4px; }
.filter:has(.check) { align-items: start; } .filter label.check { max-width: 26em; padding-top: 1.7em; } .filter label.check > input { display: inline; margin: 0 4px 0 0; } .filter .check ~ button { margin-top: 1.55em; }
.filter input[type='search'] { width: min(22rem, 70vw); } .filter input[type='search'], .filter select, .filter button { min-height: 40px; }

.plan { margin: 24px 0; padding: 0; list-style: none; }
.changes { margin: 0; padding: 0; list-style: none; }
.changes li { display: grid; grid-template-columns: 11em 1fr; gap: 4px 16px; padding: 10px 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.class { justify-self: start; align-self: start; padding: 1px 9px; border-radius: 10px; font-size: 0.8125rem; }
.class-safe { background: var(--green-ground); color: var(--green); } .class-moves { background: var(--amber-ground); color: var(--amber); } .class-breaks { background: var(--red-ground); color: var(--red); }
.changes .quiet { font-size: 0.875rem; }
.more > summary { display: inline; padding: 0; color: var(--link); font-size: 0.875rem; } .more > summary::before { content: none; } .more p { margin: 6px 0 0; } .in-line, .in-line > span { display: inline; }
.counts { display: flex; flex-wrap: wrap; align-items: baseline; gap: 6px 10px; } .publish { margin-top: 20px; } .rest > summary { padding-block: 12px; font-weight: 500; }
.notes { margin: 12px 0; padding: 10px 16px 10px 34px; border-left: 4px solid var(--amber); background: var(--amber-ground); }
.publish > button { margin-top: 14px; }
.report > .card { margin-top: 20px; }

@media (max-width: 860px) { .top nav { gap: 4px 13px; } .who { gap: 4px 10px; } .list th, .list td { padding-right: 12px; } }
@media (max-width: 640px) {
  .list td:has(> .health), .list th[scope='row'], .list td.text { min-width: 0; }
  .do .drop[open] { flex-basis: 100%; } .drop > form { position: static; width: min(20rem, 100%); margin-top: 6px; }
  .condition { grid-template-columns: 1fr; padding-bottom: 8px; border-bottom: 1px solid var(--line); }
  main { padding-top: 24px; }
  .top nav { flex-wrap: nowrap; gap: 6px; order: 3; flex-basis: 100%; justify-content: space-between; overflow-x: auto; scrollbar-width: thin; padding-top: 4px; font-size: 0.77rem; }
  .top nav a { flex: none; } .top nav a:focus-visible { outline-offset: -3px; } .top nav a[aria-current] { scroll-initial-target: nearest; }
  .count { position: absolute; top: -4px; left: calc(100% - 6px); padding: 0 4px; font-size: 0.625rem; }
  .who { gap: 2px 12px; }
  .title h1, .waiting p { flex-basis: 100%; } .title > .button, .title .actions, .waiting .button, .banner form { margin-left: 0; }
  .filter > label, .filter > label > select, .filter input[type='search'] { width: 100%; max-width: none; }
  .changes li { grid-template-columns: 1fr; } .deeds li { flex-direction: column; }
  .empty-card { padding: 20px; }
  table.list, .list tbody, .list tr, .list th, .list td { display: block; }
  .list thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .list tr { padding: 12px 0; border-top: 1px solid var(--line); }
  .list th, .list td { padding: 2px 0; border: 0; }
  .list td.number { display: inline-block; margin-right: 16px; color: var(--quiet); }
  .list td:empty, .list td.number:not([data-unit], :has(*)) { display: none; } .list td[data-unit]::after { content: ' ' attr(data-unit); }
  .list .since::before { content: 'since '; }
  .off > form { position: fixed; top: auto; right: 16px; left: 16px; width: auto; }
  .list .number + :not(.number) { padding-left: 0; } .filter label.check { padding-top: 0; } .filter .check ~ button { margin-top: 0; }
}
@media (forced-colors: active) { .health::before, .class { forced-color-adjust: none; } button, .button { border: 1px solid ButtonText; } }
@media print { .who, .do, .filter, .top nav, .camera, .conclude, .qr, .title .actions, form { display: none; } pre { white-space: pre-wrap; } }
`;
