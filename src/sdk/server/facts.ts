/** The facts that rules read, as far as a request tells them: the same that the tag finds on the page. */

import {
  type Context,
  continueVisit,
  type Device,
  deviceTypeOf,
  pageFacts,
  parseVisit,
  VISIT_COOKIE,
  visitFacts,
  visitorFacts,
} from '../../core/index.js';
import { cookiesOf, type ReadRequest } from './request.js';

/** The context of a visit, and whether a rule asked it for what only a page knows. */
export interface RequestFacts {
  readonly context: Context;
  /** The device and its language, undefined where the request leaves them open. */
  readonly device: Device | undefined;
  readonly language: string | undefined;
  /** The context without the facts that a request does not tell. */
  _plain(): Context;
  /** Whether a fact was missed since this was last asked. */
  _takeMissed(): boolean;
}

/** iPads and Macs ask for a page with the same words; only the page can count fingers. */
const MAC_OR_IPAD = /Macin(?!.*(Chrome|Firefox)\/)/;

/** @param made when the visitor's id was made, milliseconds since the epoch */
export function createFacts(asked: ReadRequest, host: Context, made: number, now: number): RequestFacts {
  let isMissed = false;
  // A rule that throws is false, below `not`, too.
  const miss = (): never => {
    isMissed = true;
    throw new Error('only the page knows');
  };
  const userAgent = asked._header('user-agent');
  const [language = ''] = /^[\w-]+/.exec(asked._header('accept-language')) ?? [];
  const device = MAC_OR_IPAD.test(userAgent) ? undefined : deviceTypeOf(userAgent, 0);
  const referrer = (): string => asked._header('referer');
  const visit = (): object =>
    visitFacts(continueVisit(parseVisit(cookiesOf(asked, VISIT_COOKIE)[0]), asked._url, referrer(), now));
  // Made once: each rule that reads it asks again.
  let page: object | undefined;
  const devices = {
    get type() {
      return device ?? miss();
    },
    get width() {
      return miss();
    },
    get language() {
      return language || miss();
    },
  };
  const context: Context = {
    ...host,
    get page() {
      page ??= {
        ...pageFacts(asked._url, referrer()),
        get hash() {
          return miss();
        },
        get title() {
          return miss();
        },
      };
      return page;
    },
    get device() {
      return devices;
    },
    get visit() {
      return visit();
    },
    get visitor() {
      return visitorFacts(made, now);
    },
  };
  return {
    context,
    _plain: () => ({
      ...host,
      page: pageFacts(asked._url, referrer()),
      device: { ...(device && { type: device }), ...(language && { language }) },
      visit: visit(),
      visitor: visitorFacts(made, now),
    }),
    device,
    language: language || undefined,
    _takeMissed() {
      const was = isMissed;
      isMissed = false;
      return was;
    },
  };
}
