/** Offers what can be done with an experiment, each with what it does to visitors. */

import { type Html, html } from '../../pages/index.js';
import type { FiledExperiment } from '../workspace.js';

/** The buttons, by the status in the file: that is what they change. */
export function actionsPart({ id, source, revision }: FiledExperiment, status: string): Html {
  const { variants } = source.raw;
  const seen = html`<input type="hidden" name="revision" value="${revision}">`;
  const line = (button: Html, words: Html | string): Html => html`<li>${button}<p class="quiet">${words}</p></li>`;
  const simple = (action: string, label: string, words: string, kind = ''): Html =>
    line(
      html`<form method="post" action="/experiments/${id}/${action}">${seen}<button class="${kind}">${label}</button></form>`,
      words,
    );
  const options = variants.map(({ key, name }) => html`<option value="${key}">${name}</option>`);
  const [isRunning, isPaused] = [status === 'running', status === 'paused'];
  return html`<section class="do" aria-labelledby="do"><h2 id="do">What next</h2><ul class="choices">
        ${status === 'draft' ? simple('start', 'Start', 'Visitors come into it.', 'primary') : ''}
        ${status === 'archived' ? simple('start', 'Start again', 'Visitors come into it once more; its conclusion is taken out.', 'primary') : ''}
        ${isPaused ? simple('resume', 'Resume', 'Visitors come into it again, and keep the variant that they had.', 'primary') : ''}
        ${isRunning ? simple('pause', 'Pause', 'Nobody sees it for a while. Whoever had a variant gets it again afterwards.') : ''}
        ${isRunning ? line(stopForm(id, seen, options), html`Ends it, with a note: why, the winner, what was learned. <a href="/results/${id}">Results</a> have the same note beside the figures, as <em>End the experiment</em>.`) : ''}
        ${isRunning || isPaused ? line(shipForm(id, seen, options), 'Everyone in it gets one variant from then on, and nobody is counted.') : ''}
        ${status === 'archived' ? '' : simple('archive', 'Archive', 'Puts it away without a note: nobody gets it any more.')}
        ${simple('duplicate', 'Duplicate', 'Makes a draft of the same test under an id of its own.')}</ul>
        <p class="quiet">This changes the file. Visitors see it once it is <a href="/publish">published</a>.</p></section>`;
}

const stopForm = (id: string, seen: Html, options: readonly Html[]): Html => html`
        <details class="drop" name="popover"><summary>Stop</summary><form method="post" action="/experiments/${id}/stop">${seen}
          <label>Why <textarea name="reason" rows="2" required></textarea></label>
          <label>Winner <select name="winner"><option value="">none</option>${options}</select></label>
          <label>What was learned <textarea name="learning" rows="2"></textarea></label>
          <button class="primary">Stop it</button></form></details>`;

const shipForm = (id: string, seen: Html, options: readonly Html[]): Html => html`
        <details class="drop" name="popover"><summary>Ship a variant</summary><form method="post" action="/experiments/${id}/ship">${seen}
          <p>Everyone in the experiment gets this variant from the next publication on, and nobody is counted.</p>
          <label>Variant <select name="variant">${options}</select></label>
          <button class="primary">Ship it</button></form></details>`;
