/** One page's run: who looks, what may be done for them, and every piece that does it. */

import type { Context, Experiment, FailureCode, FxEvent, Manifest } from '../core/index.js';
import type { Client, Options } from './api.js';
import { type Compiled, createCapability } from './capability.js';
import { createDelivery } from './delivery.js';
import { first, get } from './dom.js';
import { createEmitter, createEvent, type Detail, describe, type Emitter } from './events.js';
import { createExperiments, type Experiments } from './experiments.js';
import { attempt } from './guard.js';
import { runningIds } from './manifest.js';
import { watchNavigation } from './navigation.js';
import { afterPaint } from './paint.js';
import { endPreview, forcedKey, keepPreview, type Preview, readPreview } from './preview.js';
import { createSession, type Facts, isPrerendered, type Session } from './session.js';
import { createSlots } from './slots.js';
import { eraseAll, RENEWED, readItem, VISITOR, writeCookie, writeItem } from './storage.js';
import { createStyles } from './styles.js';
import { type HostTrigger, readsHash } from './triggers.js';
import { findVisitor, isConfirmed, isDenied } from './visitor.js';
import { createWatch } from './watch.js';

/** What comes with the tag, not with its attributes. */
export interface Boot {
  /** The functions of a container. */
  readonly _functions?: readonly Compiled[] | undefined;
  /** Whether code of this manifest may run: it is at hand, or from an origin that the page trusts. */
  readonly _runsCode: boolean;
  /** Told at every view after the first. */
  readonly _onView?: () => void;
  /** Shows that a preview is on. */
  readonly _onPreview?: (preview: Preview) => void;
}

type Consent = 'granted' | 'pending' | 'denied' | 'over';

export interface Run {
  readonly _emitter: Emitter;
  readonly _experiments: Experiments;
  _manifest(): Manifest | undefined;
  _session(): Session | undefined;
  _facts(): Facts;
  /** Takes the manifest, once; without one there are no experiments on this page. */
  _start(manifest: Manifest | undefined, isTrusted: boolean, client: Client): void;
  /** A newer manifest only stops what it no longer runs. */
  _refresh(manifest: Manifest): void;
  _record<T extends FxEvent['type']>(type: T, detail: Detail<T>, isUrgent?: boolean): void;
  _identify(subject: string | undefined): void;
  _setContext(context: Context): void;
  _consent(granted: boolean): void;
  /** Erases everything; off for this page. */
  _forget(): void;
  /** Undoes everything, and starts again with this preview, or with none. */
  _preview(preview: Preview | null): void;
  _dispose(): void;
}

export const createRun = (
  options: Options,
  boot: Boot,
  subject: string | undefined,
  warn: (text: string) => void,
): Run => {
  const nonce = options.nonce ?? (attempt(() => get(first('script[nonce]') as HTMLElement, 'nonce')) || undefined);
  const styles = createStyles(nonce);
  const watch = createWatch(styles._check);
  const capability = createCapability(boot._functions, nonce, boot._runsCode);
  const emitter = createEmitter((error, detail) => {
    const { experiment = '', variant = '' } = detail as { experiment?: string; variant?: string };
    fail(experiment, variant, 'error', error);
  });
  const delivery = createDelivery(options.collectUrl, options.delivery === 'beacon', options.layer, emitter, warn);
  const told = new Set<string>();
  const isFirstTime = (...what: unknown[]): boolean => told.size < told.add(what.join('\n')).size;

  let facts: Facts = {
    _subject: subject,
    _context: options.targetingContext ?? {},
    _decide: options.decide as Facts['_decide'],
    _cookieDomain: options.cookieDomain,
  };
  let manifest: Manifest | undefined;
  let isTrusted = false;
  let session: Session | undefined;
  /** What the page asked for, over what the address says. */
  let wished: Preview | null | undefined;
  let isPainted = false;
  let isLeaving = false;
  let stopNavigation: (() => void) | undefined;
  /** Whether consent was asked for, and given, on this page. */
  let isAsked = false;
  let consent: Consent = isDenied()
    ? 'denied'
    : options.consent === 'required' && !findVisitor()
      ? 'pending'
      : 'granted';

  const list = (): readonly Experiment[] => manifest?.experiments ?? [];
  const record: Run['_record'] = (type, detail, isUrgent) => {
    if (!session || session._preview || session._bar) return;
    const path = attempt(() => options.path?.(location.pathname)) ?? location.pathname;
    const origin = {
      subject: session._subject,
      ...(session._visitorId && { visitor: session._visitorId }),
      revision: manifest?.revision ?? '',
      path: `${path}`.split(/[?#]/)[0] as string,
    };
    delivery._record(createEvent(type, origin, detail), isUrgent);
  };
  const fail = (experiment: string, variant: string, code: FailureCode, error: unknown, selector?: string): void => {
    const what = describe(code, error, selector);
    if (!isFirstTime('failure', experiment, variant, code, selector, what.message)) return;
    if (options.debug || session?._preview) warn(`${experiment} ${variant}: ${code} ${selector ?? ''} ${what.message}`);
    record('failure', { experiment, variant, ...what });
  };

  const experiments = createExperiments({
    _workshop: { _capability: capability, _slots: createSlots(), _styles: styles, _watch: watch },
    _experiments: list,
    _hostTrigger: (id) => own(options.triggers, id) as HostTrigger | undefined,
    _hasFunction: (index) => typeof boot._functions?.[index] === 'function',
    _isLimited: isPrerendered,
    _isTrusted: (experiment) => isTrusted || capability._isHarmless(experiment),
    _decide: (experiment) => (session as Session)._decide(experiment, manifest as Manifest, facts),
    _assign(experiment, { variant, reason }) {
      if (!session || session._preview || variant === null) return;
      if (reason !== 'divert' && experiment.sticky !== false) session._sticky._set(experiment, variant);
      const detail = { experiment: experiment.id, variant, subject: session._subject, reason };
      if (isFirstTime('assignment', ...Object.values(detail)))
        delivery._whenShown(() => emitter._emit('assignment', detail));
    },
    _expose({ id, phase, sharedJs, variants }, { variant, reason }) {
      if (variant === null || !isFirstTime('exposure', session?._subject, id, variant)) return;
      // in every arm alike: code may leave the page at once
      const hasCode = [sharedJs, ...variants.map(({ js }) => js)].some((js) => js !== undefined);
      record('exposure', { experiment: id, variant, ...(phase !== undefined && { phase }), reason }, hasCode);
    },
    _fail: fail,
  });

  /** What can wait until the page is painted: storage other than cookies, and the network. */
  const settle = (): void => {
    if (!session || session._preview || session._bar || !isPainted || isPrerendered()) return;
    const visitor = session._visitor();
    const isMuted = !isConfirmed(visitor);
    const day = `${Math.floor(Date.now() / 864e5)}`;
    if (!isMuted && readItem(RENEWED) !== day) {
      writeItem(RENEWED, day);
      writeItem(VISITOR, visitor._text);
      if (visitor._inCookie) writeCookie(VISITOR, visitor._text, visitor._domain);
      session._sticky._renew();
    }
    delivery._open(isMuted, isLeaving);
  };

  const begin = (): void => {
    if (!manifest || consent === 'over') return;
    const asked = options.preview === 'off' ? null : wished === undefined ? readPreview() : wished;
    // the site may use such a parameter for something else: then it names no experiment
    const preview = asked && list().some((one) => one && forcedKey(asked, one) !== null) ? asked : null;
    if (preview) {
      keepPreview(preview);
      boot._onPreview?.(preview);
    }
    session = createSession(facts, preview, consent === 'granted', capability, list);
    stopNavigation ??= watchNavigation(isView, () => watch._pause(true), view);
    if (session._bar && !preview) return;
    if (isPrerendered()) {
      const prerendered = session;
      delivery._whenShown(() => {
        prerendered._show();
        view();
        settle();
      });
    }
    experiments._view();
    settle();
  };
  const view = (): void => {
    watch._pause(false);
    if (session && !(session._bar && !session._preview)) experiments._view();
    boot._onView?.();
  };
  const isView = (from: string, to: string): boolean =>
    from.split('#')[0] !== to.split('#')[0] ||
    list().some((one) => attempt(() => one.trigger && readsHash(one.trigger)));
  const end = (isFinal?: boolean): void => {
    experiments._end(undefined, isFinal);
    session = undefined;
  };
  const restart = (): void => {
    end();
    begin();
  };
  const erase = (next: Consent): void => {
    const domain = session?._visitor()._domain ?? findVisitor()?._domain ?? '';
    end(true);
    delivery._clear();
    eraseAll(domain);
    consent = next;
  };
  const deny = (): void => {
    erase('denied');
    writeCookie(VISITOR, '0');
  };

  return {
    _emitter: emitter,
    _experiments: experiments,
    _manifest: () => manifest,
    _session: () => session,
    _facts: () => facts,
    _record: record,
    _start(given, trusted, client) {
      manifest = given;
      isTrusted = trusted;
      const isPrivate = (navigator as { globalPrivacyControl?: unknown }).globalPrivacyControl === true;
      if (options.gpc === 'respect' && isPrivate && consent !== 'denied' && !isAsked) deny();
      begin();
      emitter._emit('ready', client);
      afterPaint((leaving) => {
        isPainted = true;
        isLeaving = leaving;
        settle();
      });
    },
    _refresh(newer) {
      if (!manifest) return;
      const running = runningIds(newer);
      if (newer.revision === manifest.revision) isTrusted = true;
      else manifest = { ...manifest, experiments: list().filter((one) => running.has(one?.id)) };
      if (!session?._preview) experiments._end(running);
      if (isTrusted && session) experiments._view();
    },
    _identify(id) {
      if (id === facts._subject) return;
      facts = { ...facts, _subject: id };
      if (session) restart();
    },
    _setContext(context) {
      facts = { ...facts, _context: { ...facts._context, ...context } };
      if (session) experiments._reconsider();
    },
    _consent(granted) {
      if (consent === 'over') return;
      if (!granted) return deny();
      isAsked = true;
      if (consent === 'granted') return;
      consent = 'granted';
      if (isDenied()) writeCookie(VISITOR, null);
      restart();
    },
    _forget: () => erase('over'),
    _preview(preview) {
      wished = preview;
      if (!preview) endPreview();
      restart();
    },
    _dispose() {
      end(true);
      consent = 'over';
      watch._stop();
      stopNavigation?.();
    },
  };
};

const own = (object: object | undefined, key: string): unknown =>
  object && Object.hasOwn(object, key) ? (object as Record<string, unknown>)[key] : undefined;
