/** Says whether a must holds, and writes numbers as the tables have them. */

/**
 * @param {{id: string, what: string, must: string, aim: string}} text
 * @param {{value: string, passes: boolean, aims?: boolean} | undefined} found nothing where it was not measured
 */
export function verdictOf(text, found) {
  if (!found) return { ...text, value: 'not measured', verdict: 'missing', reachesAim: false };
  const { value, passes, aims } = found;
  return { ...text, value, verdict: passes ? 'pass' : 'fail', reachesAim: passes && !!aims };
}

export const count = (number) => number.toLocaleString('en');
export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
export const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
