/** Runs the module of the page that changes an experiment: a code editor where its YAML stands. */

import { keepBeside } from './beside.js';
import { editCode } from './editor.js';
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
  const form = document.querySelector<HTMLFormElement>('form.fields');
  const beside = document.querySelector<HTMLElement>('.beside-status');
  if (form && beside && textarea.form) {
    const url = `/experiments/${experiment}/beside`;
    const isUnsaved = textarea.dataset.unsaved === 'yes';
    onChange = keepBeside({ form, textForm: textarea.form, view, status: beside, url, isUnsaved });
  }
}
