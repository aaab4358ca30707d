/** Reads forms out of pages as a browser does, and goes where a browser would. */

import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';

/** A form and what it would send. */
export interface FormFound {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** All of a page. */
export function formsIn(text: string): FormFound[] {
  const forms: { action: string; fields: Record<string, string> }[] = [];
  const walk = (node: Tree.Node): void => {
    const form = forms.at(-1);
    if ('tagName' in node) {
      const value = (name: string): string => node.attrs.find((one) => one.name === name)?.value ?? '';
      if (node.tagName === 'form') forms.push({ action: value('action'), fields: {} });
      if (form && node.tagName === 'input') form.fields[value('name')] = value('value');
      if (form && node.tagName === 'textarea')
        form.fields[value('name')] = node.childNodes.map((one) => ('value' in one ? one.value : '')).join('');
    }
    if ('childNodes' in node) for (const child of node.childNodes) walk(child);
  };
  walk(parse(text));
  return forms;
}

/** Where a browser came to. */
export interface CameTo {
  readonly status: number;
  readonly path: string;
  readonly text: string;
}

const MOST_REDIRECTS = 5;

/**
 * Goes to an address, posts a form there where one is given, and follows redirects.
 *
 * @param keepsCookies whether the browser does
 */
export async function browse(
  address: string,
  form: Readonly<Record<string, string>> | null = null,
  keepsCookies = true,
): Promise<CameTo> {
  const { origin } = new URL(address);
  let url = address;
  let cookie = '';
  for (let turn = 0; turn <= MOST_REDIRECTS; turn++) {
    const isPost = form !== null && turn === 0;
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { origin, ...(cookie && { cookie }) },
      ...(isPost && { method: 'POST', body: new URLSearchParams(form) }),
    });
    const set = response.headers.get('set-cookie')?.split(';')[0];
    if (keepsCookies && set) cookie = set;
    const to = response.headers.get('location');
    if (to === null) return { status: response.status, path: url.slice(origin.length), text: await response.text() };
    url = new URL(to, url).href;
  }
  throw new Error(`${address} leads round in a circle.`);
}

/** What stands at each field that is marked as wrong, by its name. */
export const wrongIn = (page: string): Record<string, string> =>
  Object.fromEntries(
    [...page.matchAll(/id="wrong-([\w-]+)"[^>]*>([^<]+)</g)].map(([, name = '', text = '']) => [
      name,
      text.replaceAll('&#39;', "'"),
    ]),
  );
