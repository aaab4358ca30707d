/** Draws the page for who sent a form after their session was over: what they typed is in it, to be sent again. */

import { html } from '../../pages/index.js';
import { plainPage } from './page.js';

/** Never in a page: whoever typed one types it again. */
const SECRET = /password|^old$/i;

/**
 * A script in the form would not survive, and no page is kept by browsers: going back would find it empty.
 *
 * @param path of Studio, where it was sent to
 */
export function againPage(path: string, fields: Readonly<Record<string, string | undefined>>): string {
  const kept = Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined);
  const isKept = kept.length > 0 && !kept.some(([name]) => SECRET.test(name));
  return plainPage(
    'Sign in',
    html`<h1>Sign in first</h1>${
      isKept
        ? html`<p>Your session is over, and nothing was saved. What you typed is kept in this page:
        <a href="/sign-in" target="_blank" rel="opener">sign in in another tab</a>, come back, and send it again.</p>
      <form method="post" action="${path}">${kept.map(([name, value]) =>
        value.includes('\n')
          ? html`<textarea name="${name}" hidden>${`\n${value}`}</textarea>`
          : html`<input type="hidden" name="${name}" value="${value}">`,
      )}<p><button class="primary">Send it again</button></p></form>`
        : html`<p>Your session is over: <a href="/sign-in">sign in</a>, then do it again.</p>`
    }`,
  );
}
