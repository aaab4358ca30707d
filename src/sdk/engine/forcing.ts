/** Forces variants for a host, its panel, or a link. */

import type { Experiment } from '../../core/index.js';
import type { Ledger } from './ledger.js';
import { readLink } from './link.js';
import type { ChangeSource } from './types.js';

export interface Forcing {
  /** Undefined ends what is forced. */
  force(experiment: Experiment, key: string | undefined, source?: ChangeSource): boolean;
  _forceNothing(): void;
  /** @returns the ids that were known */
  applyLink(link: string, find: (id: string) => Experiment | undefined): readonly string[];
}

export function createForcing(ledger: Ledger): Forcing {
  const { variant } = ledger;
  const forceNothing = (source: ChangeSource = 'user'): void => {
    ledger._update({ forced: {} });
    ledger._settle(source, 'preview');
  };
  const force: Forcing['force'] = ({ id, variants }, key, source = 'user') => {
    if (key !== undefined && !variants.some((one) => one.key === key)) return false;
    // What it was before, so that the change can be told.
    variant(id);
    const { [id]: _, ...others } = ledger.state.forced;
    ledger._update({ forced: key === undefined ? others : { ...others, [id]: key } });
    ledger._settle(source, 'preview');
    return true;
  };
  return {
    force,
    _forceNothing: forceNothing,
    applyLink(link, find) {
      const wish = readLink(link);
      if (!wish) return [];
      if (wish === 'off') {
        forceNothing('deeplink');
        return [];
      }
      return wish.flatMap(([id, key]) => {
        const experiment = find(id);
        return experiment && force(experiment, key, 'deeplink') ? [id] : [];
      });
    },
  };
}
