/** Looks at the visitor cookie that a page's server sets itself. */

import { DENIED, parseVisitor, VISITOR_COOKIE } from '../core/index.js';
import { type Check, failed, ok, warned } from './finding.js';
import type { LoadedPage } from './page.js';

/** What there is to say about `Set-Cookie: _fx=…`; nothing where the server leaves the cookie to the tag. */
export function checkServerCookie({ cookies }: LoadedPage): Check[] {
  const own = cookies.filter((cookie) => /^\s*_fx=/.test(cookie));
  const [cookie] = own;
  if (cookie === undefined) return [];
  const code = 'server-cookie';
  const [pair = '', ...parts] = cookie.split(';').map((part) => part.trim());
  const attributes = parts.map((part) => part.toLowerCase());
  const has = (name: string): boolean => attributes.some((part) => part === name || part.startsWith(`${name}=`));
  if (own.length > 1) return [failed(code, `The server sets _fx ${own.length} times: let it set one.`)];
  if (has('httponly')) {
    return [failed(code, 'The server sets _fx with HttpOnly: the tag cannot read that, so take HttpOnly out.')];
  }
  const value = pair.slice(`${VISITOR_COOKIE}=`.length);
  if (value !== DENIED && !parseVisitor(value)) {
    return [
      failed(code, 'The server sets _fx to something that is no id of fx: let it send back what the browser sent.'),
    ];
  }
  if (!has('max-age') && !has('expires')) {
    return [warned(code, 'The server sets _fx for this session only: give it Max-Age=34560000, which is 400 days.')];
  }
  return [ok(code, 'The server renews _fx: Safari then keeps it as long as the server says, not for 7 days.')];
}
