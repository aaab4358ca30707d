/** When an experiment activates: each kind of trigger, started anew at every view until it has fired. */

import type { Trigger } from '../core/index.js';
import { call, first, listen } from './dom.js';
import { attempt } from './guard.js';
import { isOnPage } from './page.js';
import { attributesOf, deadline, type Watch } from './watch.js';

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

type Begin = (fire: () => void) => (() => void) | undefined;

/** A part that fires once, and is started anew as long as it has not. */
const once = (
  signals: Signals,
  begin: Begin,
  { isEarly, isManual, isLasting }: { isEarly?: boolean; isManual?: boolean; isLasting?: boolean } = {},
): Part => {
  let isFired = false;
  let isStarted = false;
  let stop: (() => void) | undefined;
  const fire = (): void => {
    if (isFired) return;
    isFired = true;
    stop?.();
    signals._onChange();
  };
  return {
    _isOn: () => isFired,
    _start(isLimited) {
      if (isFired || (isLimited && !isEarly) || (isLasting && isStarted)) return;
      isStarted = true;
      stop?.();
      stop = attempt(() => begin(fire), signals._onError);
      // fired while it began
      if (isFired) stop?.();
    },
    _stop() {
      if (!isLasting) stop?.();
    },
    _activate() {
      if (isManual) fire();
      return !!isManual;
    },
  };
};

/** Waits for an element, at once and then with every change of the page. */
const element = (
  signals: Signals,
  selector: string,
  timeoutMs: number | undefined,
  found: (it: Element) => void,
): (() => void) => {
  const { _watch: watch } = signals;
  let isOver = false;
  const end = (): void => {
    isOver = true;
    watch._remove(look);
    cancel?.();
  };
  const look = {
    _attributes: attributesOf(selector),
    _look(): void {
      attempt(
        () => {
          const it = isOver ? null : first(selector);
          if (!it) return;
          end();
          found(it);
        },
        (error) => {
          end();
          signals._onError(error, selector);
        },
      );
    },
  };
  let cancel: (() => void) | undefined;
  look._look();
  if (!isOver) {
    watch._add(look);
    if (timeoutMs !== undefined) {
      cancel = deadline(timeoutMs, () => {
        look._look();
        end();
      });
    }
  }
  return end;
};

/** When min(ratio, viewport height / element height) of an element is on screen. */
const visible = (it: Element, ratio: number, fire: () => void): IntersectionObserver => {
  const { height } = call(it, 'getBoundingClientRect');
  const observer = new IntersectionObserver(
    (entries) => {
      if (entries.some((entry) => entry.isIntersecting)) {
        observer.disconnect();
        fire();
      }
    },
    { threshold: Math.min(ratio, height ? innerHeight / height : 1) },
  );
  observer.observe(it);
  return observer;
};

/** The part for a trigger of the manifest. */
export const createTrigger = (trigger: Trigger, signals: Signals): Part => {
  switch (trigger.kind) {
    case 'auto':
      return { _isOn: () => true, _start: () => undefined, _stop: () => undefined, _activate: () => false };
    case 'urlMatch':
      return {
        _isOn: () => !!attempt(() => isOnPage(trigger), signals._onError),
        _start: () => undefined,
        _stop: () => undefined,
        _activate: () => false,
      };
    case 'waitForSelector':
      return once(signals, (fire) => element(signals, trigger.selector, trigger.timeoutMs, fire), { isEarly: true });
    case 'event':
      return once(signals, (fire) => listen(window, trigger.name, fire, true));
    case 'visible':
      return once(signals, (fire) => {
        let observer: IntersectionObserver | undefined;
        const stop = element(signals, trigger.selector, undefined, (it) => {
          observer = visible(it, trigger.ratio ?? 0.5, fire);
        });
        return () => {
          stop();
          observer?.disconnect();
        };
      });
    case 'manual':
      return once(signals, () => undefined, { isManual: true });
    case 'script':
      return once(
        signals,
        (fire) => {
          signals._run(trigger.js, fire);
          return undefined;
        },
        { isLasting: true },
      );
    default:
      return several(
        trigger.of.map((one) => [one.kind === 'urlMatch', createTrigger(one, signals)] as const),
        trigger.kind === 'all',
      );
  }
};

const several = (parts: readonly (readonly [isAddress: boolean, part: Part])[], isAll: boolean): Part => {
  const each = parts.map(([, part]) => part);
  return {
    _isOn: () => (isAll ? each.every((part) => part._isOn()) : each.some((part) => part._isOn())),
    _start(isLimited) {
      // on another page nothing of it can fire: so nothing is waited for
      if (isAll && parts.some(([isAddress, part]) => isAddress && !part._isOn())) return;
      for (const part of each) part._start(isLimited);
    },
    _stop: () => each.forEach((part) => part._stop()),
    _activate: () => each.map((part) => part._activate()).some(Boolean),
  };
};

/** A host function in place of a trigger: asked at every view, one pending answer at a time. */
export const createHostTrigger = (ask: HostTrigger, signals: Signals): Part => {
  let isOn = false;
  let isPending = false;
  let isAgain = false;
  const answer = (value: boolean): void => {
    isOn = value === true;
    signals._onChange();
  };
  const start = (): void => {
    isAgain = isPending;
    if (isPending) return;
    const said = attempt(ask, signals._onError);
    if (!(said instanceof Promise)) {
      isOn = said === true;
      return;
    }
    isPending = true;
    isOn = false;
    const settle = (value: boolean): void => {
      isPending = false;
      if (isAgain) start();
      if (!isPending) answer(value);
    };
    said.then(settle, (error) => {
      signals._onError(error);
      settle(false);
    });
  };
  return { _isOn: () => isOn, _start: start, _stop: () => undefined, _activate: () => false };
};

/** Whether a trigger looks at the part of the address behind `#`. */
export const readsHash = (trigger: Trigger): boolean =>
  'of' in trigger ? trigger.of.some(readsHash) : trigger.kind === 'urlMatch' && trigger.pattern.includes('#');
