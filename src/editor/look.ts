/** Says how the editor looks: its own styles, which no style of the page reaches. */

/** The text of the style sheet. */
export const LOOK = `
:host { all: initial !important; zoom: var(--zoom) !important; }
@media print { :host { display: none !important; } }
* { box-sizing: border-box; }
.panel { --ink: #17211d; --quiet: #56635d; --paper: #fff; --line: #d5dcd8; --accent: #1f6f4a; --soft: #eef4f0; --bad: #a3271f; --good: #1f6f4a;
  position: fixed; inset: 12px 12px 12px auto; width: 340px; z-index: 2147483647; display: flex;
  flex-direction: column; overflow: hidden; border: 1px solid var(--line); border-radius: 12px; background: var(--paper); color: var(--ink);
  box-shadow: 0 8px 32px #0003; font: 14px/1.45 system-ui, sans-serif; color-scheme: light dark; }
.panel.left { inset: 12px auto 12px 12px; }
header, .tools { padding: 10px 12px 8px; border-bottom: 1px solid var(--line); }
header { display: flex; gap: 6px; align-items: center; }
footer { padding: 8px 12px 10px; border-top: 1px solid var(--line); } footer p { margin: 0; } footer p:not(:empty) { margin-bottom: 6px; }
footer .row .row { margin-left: auto; }
header h1 { flex: 1; margin: 0; font-size: 15px; font-weight: 650; }
.body { flex: 1; overflow: auto; padding: 4px 12px 12px; overscroll-behavior: contain; }
section, fieldset { margin: 0; border: 0; padding: 10px 0; border-bottom: 1px solid var(--line); }
section:last-child { border-bottom: 0; }
.body .row + .row, .choice + h2 { margin-top: 10px; } fieldset { padding-top: 4px; }
h2, legend { padding: 0; margin: 0 0 6px; font-size: 13px; font-weight: 650; color: var(--quiet); }
legend { padding-top: 10px; }
p { margin: 6px 0; } .quiet { color: var(--quiet); } .bad { color: var(--bad); } .good { color: var(--good); }
button, .button, input, textarea, select { padding: 6px 8px; border: 1px solid var(--line); border-radius: 7px; background: var(--paper);
  color: inherit; font: inherit; }
button, .button { padding: 6px 10px; cursor: pointer; }
.button { display: inline-block; text-decoration: none; }
button:hover { background: var(--soft); } button[aria-pressed=true], button.main, a.main { border-color: var(--accent); background: var(--accent); color: #fff; }
@media (forced-colors: active) { button[aria-pressed=true] { text-decoration: underline; } }
button:disabled { opacity: .45; cursor: default; }
:focus-visible { outline: 3px solid #d08a00; outline-offset: 1px; }
.row { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; }
.field { display: block; margin: 6px 0; } .field > span { display: block; margin-bottom: 2px; color: var(--quiet); font-size: 13px; }
input, textarea, select { width: 100%; }
input[type] { width: auto; accent-color: var(--accent); }
textarea { min-height: 64px; max-height: 40vh; field-sizing: content; resize: vertical; } .code { font: 12.5px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
p a { color: inherit; } ul { margin: 0; padding: 0; list-style: none; } li { padding: 6px 0; border-top: 1px solid var(--line); } li:first-child { border: 0; }
.title { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
button.title { padding: 2px 4px; border-color: transparent; text-align: left; } button.title:hover { text-decoration: underline; }
.off .title { text-decoration: line-through; color: var(--quiet); }
[aria-current=true] { border-color: var(--accent); }
.swatch { width: 26px; height: 26px; padding: 0; }
.small { padding: 2px 7px; font-size: 13px; } .choice { display: flex; gap: 6px; align-items: baseline; margin: 4px 0; }
.aim { position: fixed; z-index: 2147483646; pointer-events: none; border: 2px solid #d08a00; border-radius: 3px; background: #d08a0022; }
.aim.cover { border: 0; background: none; pointer-events: auto; }
.aim.picked { border-color: #1f6f4a; background: none; }
[hidden] { display: none !important; }
@media (max-width: 560px) { .panel, .panel.left { inset: auto 0 0; width: 100%; max-height: 56vh; border-radius: 12px 12px 0 0; }
  .panel.top { inset: 0 0 auto; border-radius: 0 0 12px 12px; } }
@media (max-height: 340px) { .panel { display: block; overflow: auto; } .panel, .panel.left { max-height: 70vh; } .body { overflow: visible; } }
@media (prefers-color-scheme: dark) { .panel { --ink: #e8eeea; --quiet: #a3b1aa; --paper: #151b18; --line: #36413b; --soft: #202925;
  --accent: #297a54; --bad: #ff8a80; --good: #7fd1a5; } }
@media (prefers-reduced-motion: no-preference) { .aim { transition: all 60ms linear; } }
`;
