/** The module of the page that changes an experiment: a code editor where its YAML stands. */

import { editCode } from './editor.js';

const textarea = document.querySelector<HTMLTextAreaElement>('textarea[data-experiment]');
const status = document.querySelector<HTMLElement>('.code-status');
if (textarea && status) {
  const { experiment = '', nonce = '' } = textarea.dataset;
  editCode({ textarea, status, experiment, nonce });
}
