/** Runs the module of the page that changes an experiment: a code editor where its YAML stands. */

import { keepBeside } from './beside.js';
import { editCode, goToLine } from './editor.js';
import type { FileSchema } from './suggest.js';

const textarea = document.querySelector<HTMLTextAreaElement>('textarea[data-experiment]');
const status = document.querySelector<HTMLElement>('.code-status');
if (textarea && status) {
  const { experiment = '', nonce = '' } = textarea.dataset;
  const schema = fetch('/studio/schema.json').then(
    (answer) => (answer.ok ? (answer.json() as Promise<FileSchema>) : null),
    () => null,
  );
  let onChange = (): void => undefined;
  const view = editCode({ textarea, status, experiment, nonce, schema, onChange: () => onChange() });
  // Of a file with an error: there one begins to type.
  const { line } = textarea.dataset;
  if (line !== undefined) goToLine(view, Number(line));
  const { form } = textarea;
  const [fields, beside, saving] = ['.fields', '.beside-status', '.saving'].map((name) =>
    form?.querySelector<HTMLElement>(name),
  );
  if (form && fields && beside && saving) {
    const url = `/experiments/${experiment}/beside`;
    const saved = textarea.dataset.saved ?? textarea.defaultValue;
    const { filled } = form.dataset;
    onChange = keepBeside({ form, fields, view, status: beside, saving, url, saved, filled });
  }
}
