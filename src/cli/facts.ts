/** Says which facts a rule reads, and what a context holds of them. */

/** What the tag finds out on the page, so that a command line knows it only when it is told. */
const OWN = new Set(['page', 'device', 'visit', 'visitor']);

/** Of a value, no more than this is shown. */
const WIDTH = 60;

/**
 * The facts that a rule reads, each with its value, as the middle of a sentence:
 * `user.tier = "free"; not given: page.path`.
 *
 * @returns '' where the rule reads none
 */
export function describeFacts(rule: unknown, context: unknown): string {
  const facts = factsOf(rule).map((path) => ({ path, value: valueAt(context, path) }));
  const given = facts.filter(({ value }) => value !== undefined).map(({ path, value }) => `${path} = ${show(value)}`);
  const missing = facts.filter(({ value }) => value === undefined).map(({ path }) => path);
  const own = missing.filter((path) => OWN.has(path.split('.', 1)[0] ?? ''));
  return [
    ...given,
    ...(missing.length ? [`not given: ${missing.join(', ')}`] : []),
    ...(own.length ? [`on a page the tag finds out ${own.join(', ')}`] : []),
  ].join('; ');
}

/** Every fact once, in the order of the rule. */
function factsOf(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const found = Object.entries(node).flatMap(([name, operand]: [string, unknown]) => {
    const path: unknown = Array.isArray(operand) ? operand[0] : operand;
    const isFact = name === 'var' && !Array.isArray(node) && typeof path === 'string';
    return [...(isFact ? [path] : []), ...factsOf(operand)];
  });
  return [...new Set(found)];
}

function valueAt(context: unknown, path: string): unknown {
  let value = context;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}

function show(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > WIDTH ? `${text.slice(0, WIDTH - 1)}…` : text;
}
