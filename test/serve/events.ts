/** Makes events as the tag would send them, and posts them. */

/** So many subjects, half in each variant, of whom some fail in the second. */
export interface Crowd {
  readonly experiment: string;
  readonly variants: readonly [string, string];
  readonly subjects: number;
  /** Every so many-th of the second variant fails; 0: none. */
  readonly failsEach: number;
  readonly phase?: string;
  /** Every so many-th of the second variant is left out; left out: nobody. */
  readonly missesEach?: number;
  /** Of the second variant everybody does this, of the first every tenth. */
  readonly eventName?: string;
  /** Before the number of each. Default `subject`. */
  readonly called?: string;
}

/** Posts them to a collector, and fails where it does not take them. */
export async function sendCrowd(
  collectUrl: string,
  { experiment, variants, subjects, failsEach, phase, missesEach = 0, eventName, called = 'subject' }: Crowd,
): Promise<void> {
  const at = Date.now();
  const events = Array.from({ length: subjects }, (_, index) => {
    const variant = variants[index % 2] ?? '';
    const visitor = { at, subject: `${called}-${index}`, revision: 'r', path: '/' };
    const base = { ...visitor, experiment, variant };
    const exposure = {
      ...base,
      id: `${called} e${index}`,
      type: 'exposure',
      reason: 'assigned',
      ...(phase && { phase }),
    };
    const isBroken = index % 2 === 1 && failsEach > 0 && Math.floor(index / 2) % failsEach === 0;
    const failure = {
      ...base,
      id: `${called} f${index}`,
      type: 'failure',
      code: 'error',
      message: 'it threw',
      stack: '',
      ...(phase && { phase }),
    };
    const isMissing = index % 2 === 1 && missesEach > 0 && Math.floor(index / 2) % missesEach === 0;
    if (isMissing) return [];
    const isDoer = eventName !== undefined && (index % 2 === 1 || index % 20 === 0);
    const done = { ...visitor, id: `${called} c${index}`, type: 'conversion', name: eventName, value: 1 };
    return [exposure, ...(isBroken ? [failure] : []), ...(isDoer ? [done] : [])];
  }).flat();
  for (let from = 0; from < events.length; from += 100) {
    const body = JSON.stringify({ v: 1, sentAt: at, dropped: 0, events: events.slice(from, from + 100) });
    const response = await fetch(collectUrl, { method: 'POST', body });
    if (response.status !== 204) throw new Error(`${response.status} ${await response.text()}`);
  }
}
