/** Puts the tag into the head of a page of Next. */

import { createElement, type ReactElement } from 'react';

/** The attributes of the tag, without `data-`. */
export interface FxScriptProps {
  /** The container. Default `/fx/container.js`. */
  readonly src?: string | undefined;
  readonly nonce?: string | undefined;
  readonly collect?: string | undefined;
  readonly subject?: string | undefined;
  readonly manifest?: string | undefined;
  readonly consent?: 'required' | undefined;
  readonly gpc?: 'respect' | undefined;
  readonly segments?: string | undefined;
  readonly layer?: string | undefined;
  /** Where Studio is, which opens pages to be edited. */
  readonly studio?: string | undefined;
  /** Default `server`: the proxy writes the cookies. `page`: the tag does. */
  readonly cookies?: 'server' | 'page' | undefined;
}

/**
 * The tag, first in the head, blocking: what runs late flickers.
 *
 * @example
 * <head><FxScript collect="https://shop.example/events" /></head>
 */
export function FxScript({
  src = '/fx/container.js',
  nonce,
  cookies = 'server',
  ...rest
}: FxScriptProps): ReactElement {
  const given = Object.entries({ ...rest, cookies: cookies === 'server' ? cookies : undefined });
  const attributes = given.flatMap(([name, value]) => (value === undefined ? [] : [[`data-${name}`, value]]));
  // The tag may have gone on with the page by the time that React looks at it.
  return createElement('script', { src, nonce, suppressHydrationWarning: true, ...Object.fromEntries(attributes) });
}
