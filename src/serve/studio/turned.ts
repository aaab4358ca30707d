/** Answers who is turned away before any page: programs with a fault, people with a page that says what to do. */

import { html } from '../../pages/index.js';
import { FAULTS } from '../fault.js';
import { answerFault, faultOf } from '../http.js';
import { plainPage } from './page.js';

/** @param address of Studio, as people type it */
export function turnAway(
  path: string,
  code: 'WRONG_ORIGIN' | 'TOO_LARGE' | 'UNAUTHENTICATED',
  address: string,
): Response {
  if (path.startsWith('/api/') || code === 'UNAUTHENTICATED') return answerFault(faultOf(code));
  const [status, title] = FAULTS[code];
  const words =
    code === 'TOO_LARGE'
      ? html`<p>Where you were signed out meanwhile, <a href="/sign-in" target="_blank">sign in in another tab</a> and load this page again: the browser then sends it once more.</p>`
      : html`<p>Studio is at <a href="${address}/">${address}</a>: open it there. Where people are to reach it at another address, write that as <code>url</code> below <code>serve</code> in fx.config.yaml, and start <code>fx serve</code> again.</p>`;
  return new Response(plainPage('Not done', html`<h1>Not done</h1><p>${title}.</p>${words}`), {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8' },
  });
}
