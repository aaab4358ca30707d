/** Makes what lasts as long as the page, with the visitor whom the cookies know. */

import { type CompiledCode, createCapability } from './capability.js';
import { createDelivery } from './delivery.js';
import { first, get } from './dom.js';
import { createEmitter } from './events.js';
import { attempt, lazy } from './guard.js';
import { pushExposures } from './layer.js';
import { sweep } from './nodes.js';
import type { Options } from './options.js';
import { fail } from './report.js';
import type { Site } from './state.js';
import { readCookies, VISITOR } from './storage.js';
import { toSubject } from './subject.js';
import { findVisitor, isDenied, makeVisitor } from './visitor.js';
import { createWatch } from './watch.js';

/**
 * @param runsCode whether code of this manifest may run: it is at hand, or from an origin that the page trusts
 * @param onView called at every view
 * @param onPreview called when a preview is on
 */
export const createSite = (
  options: Options,
  functions: readonly CompiledCode[] | undefined,
  runsCode: boolean,
  onView: () => void,
  onPreview: () => void,
): Site => {
  // Looked for only where the page's policy asks for it.
  const nonce = lazy(
    () => options.nonce || attempt(() => get(first('script[nonce]') as HTMLElement, 'nonce')) || undefined,
  );
  const emitter = createEmitter((error, detail) => {
    const { experiment = '', variant = '' } = detail as { experiment?: string; variant?: string };
    if (site._session) fail(site._session, experiment, variant, 'error', error);
  });
  const cookies = readCookies(VISITOR);
  const visitor = findVisitor(cookies);
  const site: Site = {
    _options: options,
    _functions: functions,
    _capability: createCapability(functions, nonce, runsCode),
    _nonce: nonce,
    _stacks: new WeakMap(),
    _makers: new WeakMap(),
    // A page from a cache may hold what another visitor was shown.
    _watch: createWatch(() => sweep(site)),
    _emitter: emitter,
    _delivery: createDelivery(options, emitter),
    _shared: new Map(),
    _exposed: new Set(),
    _lacks: new Set(),
    _given: toSubject(options.subjectId),
    _context: options.targetingContext ?? {},
    _rendered: `${attempt(() => get(document, 'documentElement').dataset['rendered'])},`,
    _hasConsent: !isDenied(cookies) && !(options.consent && !visitor),
    _visitor: visitor ?? makeVisitor(),
    _onView: onView,
    _onPreview: onPreview,
  };
  pushExposures(options, emitter);
  return site;
};
