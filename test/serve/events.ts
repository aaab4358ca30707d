/** Makes events as the tag would send them, and posts them. */

/** So many subjects, half in each variant, of whom some fail in the second. */
export interface Crowd {
  readonly experiment: string;
  readonly variants: readonly [string, string];
  readonly subjects: number;
  /** Every so many-th of the second variant fails; 0: none. */
  readonly failsEach: number;
  readonly phase?: string;
}

/** Posts them to a collector, and fails where it does not take them. */
export async function sendCrowd(
  collectUrl: string,
  { experiment, variants, subjects, failsEach, phase }: Crowd,
): Promise<void> {
  const at = Date.now();
  const events = Array.from({ length: subjects }, (_, index) => {
    const variant = variants[index % 2] ?? '';
    const base = { at, subject: `subject-${index}`, revision: 'r', path: '/', experiment, variant };
    const exposure = { ...base, id: `e${index}`, type: 'exposure', reason: 'assigned', ...(phase && { phase }) };
    const isBroken = index % 2 === 1 && failsEach > 0 && Math.floor(index / 2) % failsEach === 0;
    const failure = {
      ...base,
      id: `f${index}`,
      type: 'failure',
      code: 'error',
      message: 'it threw',
      stack: '',
      ...(phase && { phase }),
    };
    return isBroken ? [exposure, failure] : [exposure];
  }).flat();
  for (let from = 0; from < events.length; from += 100) {
    const body = JSON.stringify({ v: 1, sentAt: at, dropped: 0, events: events.slice(from, from + 100) });
    const response = await fetch(collectUrl, { method: 'POST', body });
    if (response.status !== 204) throw new Error(`${response.status} ${await response.text()}`);
  }
}
