/** The module of the page that changes an experiment: a code editor where its YAML stands. */

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
  editCode({ textarea, status, experiment, nonce, schema });
}
