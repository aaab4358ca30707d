/** Waits until an experiment activates: each kind of trigger, started anew at every view until it has fired. */

import type { Trigger } from '../core/index.js';
import { every, first, isParsed, listen } from './dom.js';
import { attempt } from './guard.js';
import { listenByJquery } from './jquery.js';
import { isOnPage } from './page.js';
import { createSeen } from './seen.js';
import type { Watch } from './watch.js';

/** A trigger of one experiment. */
export interface Part {
  /** Whether it has fired and, of what it says about the address, whether that holds now. */
  _isOn(): boolean;
  /** Starts over what has not fired. `_isLimited` while the page is prerendered. */
  _start(isLimited: boolean): void;
  _stop(): void;
  /** Fires its manual parts; false where it has none. */
  _activate(): boolean;
}

/** What a trigger works with. */
export interface Signals {
  readonly _watch: Watch;
  /** Told when a part has fired. */
  _onChange(): void;
  _onError(error: unknown, selector?: string): void;
  /** Runs the script of a trigger. */
  _run(js: Extract<Trigger, { kind: 'script' }>['js'], activate: () => void): void;
}

/** Where a host function stands in for the file's trigger. */
export type HostTrigger = () => boolean | Promise<boolean>;

/** The fields of any trigger. */
type Fields = {
  readonly jquery?: boolean;
  readonly name?: string;
  readonly ratio?: number;
  readonly selector?: string;
  readonly timeoutMs?: number;
};

/** The part for a trigger of the manifest. */
export const createTrigger = (trigger: Trigger, signals: Signals): Part => {
  const { kind } = trigger;
  const { jquery, name, ratio = 0.5, selector, timeoutMs } = trigger as Fields;
  const { _onChange: onChange, _onError: onError, _watch: watch } = signals;
  const parts = 'of' in trigger ? trigger.of.map((one) => createTrigger(one, signals)) : [];
  let isFired = kind === 'auto';
  let isStarted = false;
  let stop: (() => void) | undefined;
  const fire = (): void => {
    if (isFired) return;
    isFired = true;
    stop?.();
    onChange();
  };
  const seek = (wanted: string): (() => void) => {
    const seen = kind === 'visible' ? createSeen(ratio, fire) : undefined;
    let before: readonly Element[] = [];
    const look = (): undefined => {
      if (!seen) {
        if (first(wanted)) fire();
        return;
      }
      const found = every(wanted);
      // Any of them counts, such as the one that a narrow screen shows.
      if (found.length !== before.length || found.some((one, at) => one !== before[at])) seen._watch(found);
      before = found;
    };
    const end = watch._add(look, wanted, '', (error) => error && onError(error, wanted), timeoutMs);
    return () => {
      end();
      seen?._stop();
    };
  };
  const begin = (): (() => void) | undefined => {
    if (selector) return seek(selector);
    // once the document is parsed there is nothing more to hear of it: on a prerendered page, or after consent
    if (name === 'DOMContentLoaded' && isParsed()) fire();
    if (name) return (jquery ? listenByJquery : listen)(window, name, fire, true);
    if (kind === 'script' && !isStarted) signals._run(trigger.js, fire);
    isStarted = true;
    return undefined;
  };
  const isOn = (part: Part): boolean => part._isOn();
  return {
    _isOn: () =>
      kind === 'urlMatch' ? isOnPage(trigger) : kind === 'all' ? parts.every(isOn) : isFired || parts.some(isOn),
    _start(isLimited) {
      // on another page nothing of it can fire: so nothing is waited for
      if (kind === 'all' && trigger.of.some((one) => one.kind === 'urlMatch' && !isOnPage(one))) return;
      for (const part of parts) part._start(isLimited);
      if (isFired || (isLimited && kind !== 'waitForSelector')) return;
      stop?.();
      stop = attempt(begin, onError);
      // fired while it began
      if (isFired) stop?.();
    },
    _stop() {
      for (const part of parts) part._stop();
      stop?.();
    },
    _activate() {
      if (kind === 'manual') fire();
      return parts.filter((part) => part._activate()).length > 0 || kind === 'manual';
    },
  };
};

/** A host function in place of a trigger: asked at every view, one pending answer at a time. */
export const createHostTrigger = (ask: HostTrigger, signals: Signals): Part => {
  let isOn = false;
  let isPending = false;
  let isAgain = false;
  const start = (): void => {
    isAgain = isPending;
    if (isPending) return;
    const said = attempt(ask, signals._onError);
    isOn = said === true;
    if (!(said instanceof Promise)) return;
    isPending = true;
    said.catch(signals._onError).then((value) => {
      isPending = false;
      isOn = value === true;
      if (isAgain) start();
      if (!isPending) signals._onChange();
    });
  };
  return {
    _isOn: () => isOn,
    _start: start,
    _stop() {
      isAgain = false;
    },
    _activate: () => false,
  };
};
