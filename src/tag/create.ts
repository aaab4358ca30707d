/** Makes the state of a page: its parts, and who is there as far as cookies and the host say. */

import type { Options } from './api.js';
import { type CompiledCode, createCapability } from './capability.js';
import { createDelivery } from './delivery.js';
import { first, get } from './dom.js';
import { createEmitter } from './events.js';
import { attempt, lazy } from './guard.js';
import { fail } from './report.js';
import type { Page } from './state.js';
import { readCookies, VISITOR } from './storage.js';
import { toSubject } from './subject.js';
import { findVisitor, isDenied, makeVisitor } from './visitor.js';
import { createWatch } from './watch.js';

/** @param runsCode whether code of this manifest may run: it is at hand, or from an origin that the page trusts */
export const createPage = (
  options: Options,
  functions: readonly CompiledCode[] | undefined,
  runsCode: boolean,
  onPreview: () => void,
): Page => {
  // looked for only where the page's policy asks for it
  const nonce = lazy(
    () => options.nonce || attempt(() => get(first('script[nonce]') as HTMLElement, 'nonce')) || undefined,
  );
  const emitter = createEmitter((error, detail) => {
    const { experiment = '', variant = '' } = detail as { experiment?: string; variant?: string };
    fail(page, experiment, variant, 'error', error);
  });
  const cookies = readCookies(VISITOR);
  const visitor = findVisitor(cookies);
  // a subject and what goes with it come with the first decision
  const page = {
    _options: options,
    _functions: functions,
    _capability: createCapability(functions, nonce, runsCode),
    _nonce: nonce,
    _stacks: new WeakMap(),
    _makers: new WeakMap(),
    _watch: createWatch(),
    _emitter: emitter,
    _delivery: createDelivery(options, emitter),
    _runs: new Map(),
    _shared: new Map(),
    _told: new Set(),
    _given: toSubject(options.subjectId),
    _context: options.targetingContext ?? {},
    _hasConsent: !isDenied(cookies) && !(options.consent && !visitor),
    _visitor: visitor ?? makeVisitor(),
    _bar: '',
    _preview: '',
    _onPreview: onPreview,
  } as unknown as Page;
  return page;
};
