/** Has an opinion of its own about which experiments of a manifest are well-formed. */

export const isObject = (it: unknown): it is Record<string, unknown> =>
  typeof it === 'object' && it !== null && !Array.isArray(it);

const isText = (it: unknown): boolean => typeof it === 'string';
const isFilled = (it: unknown): boolean => typeof it === 'string' && it !== '';
const isRate = (it: unknown): boolean => typeof it === 'number' && it >= 0 && it <= 1;
const isMs = (it: unknown): boolean => typeof it === 'number' && it >= 0;
const isFlag = (it: unknown): boolean => typeof it === 'boolean';
const isDate = (it: unknown): boolean => typeof it === 'string' && !Number.isNaN(Date.parse(it));
const oneOf =
  (...all: readonly unknown[]) =>
  (it: unknown): boolean =>
    all.includes(it);

type Fields = Readonly<Record<string, (it: unknown) => boolean>>;

/** Fields that have to be there, and fields that have to be right where they are. */
const fits = (it: unknown, must: Fields, may: Fields = {}): boolean =>
  isObject(it) &&
  Object.entries(must).every(([name, test]) => Object.hasOwn(it, name) && test(it[name])) &&
  Object.entries(may).every(([name, test]) => !Object.hasOwn(it, name) || test(it[name]));

const target = { waitForMs: isMs, all: isFlag };
const OPS: Readonly<Record<string, Fields>> = {
  replaceText: { selector: isText, value: isText },
  replaceHTML: { selector: isText, value: isText },
  addClass: { selector: isText, value: isText },
  removeClass: { selector: isText, value: isText },
  setAttr: { selector: isText, name: isText, value: isText },
  setStyle: { selector: isText, name: isText, value: isText },
  remove: { selector: isText },
  injectCSS: { value: isText },
  injectHTML: {
    selector: isText,
    value: isText,
    position: oneOf('beforebegin', 'afterbegin', 'beforeend', 'afterend'),
  },
};
const isOp = (it: unknown): boolean =>
  isObject(it) && typeof it.op === 'string' && Object.hasOwn(OPS, it.op) && fits(it, OPS[it.op] ?? {}, target);

const TRIGGERS: Readonly<Record<string, readonly [must: Fields, may: Fields]>> = {
  auto: [{}, {}],
  manual: [{}, {}],
  urlMatch: [{ pattern: isText }, { regex: isFlag, on: oneOf('path', 'url') }],
  waitForSelector: [{ selector: isText }, { timeoutMs: isMs }],
  event: [{ name: isText }, {}],
  visible: [{ selector: isText }, { ratio: isRate }],
  script: [{ js: isText }, {}],
  all: [{ of: (it) => Array.isArray(it) && it.every(isTrigger) }, {}],
  any: [{ of: (it) => Array.isArray(it) && it.every(isTrigger) }, {}],
};
function isTrigger(it: unknown): boolean {
  if (!isObject(it) || typeof it.kind !== 'string' || !Object.hasOwn(TRIGGERS, it.kind)) return false;
  const [must, may] = TRIGGERS[it.kind] ?? [{}, {}];
  return fits(it, must, may);
}

const isVariant = (it: unknown): boolean =>
  fits(
    it,
    {
      key: (key) => isText(key) && /^[a-z0-9_-]{1,32}$/.test(`${key}`),
      name: isText,
      weight: (weight) => Number.isInteger(weight) && Number(weight) >= 0,
    },
    {
      recipeSampleRate: isRate,
      css: isText,
      js: isText,
      payload: isObject,
      domOps: (ops) => Array.isArray(ops) && ops.every(isOp),
    },
  );

/** What the format says of an experiment, told a second time and without a look at how the tag does it. */
export function isSound(it: unknown): boolean {
  if (!isObject(it) || !Array.isArray(it.variants) || !it.variants.every(isVariant)) return false;
  const variants = it.variants as { key: string; weight: number }[];
  const keys = variants.map(({ key }) => key);
  const isSum = variants.reduce((sum, { weight }) => sum + weight, 0) === 10000;
  return (
    keys.length > 1 &&
    new Set(keys).size === keys.length &&
    isSum &&
    fits(
      it,
      { id: (id) => isText(id) && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(`${id}`) },
      {
        status: oneOf('running', 'draft', 'paused'),
        startAt: isDate,
        endAt: isDate,
        salt: isFilled,
        sticky: isFlag,
        manualExposure: isFlag,
        divertTo: oneOf(...keys),
        sharedJs: isText,
        sharedCss: isText,
        metadata: isObject,
        trigger: isTrigger,
        audience: (audience) => fits(audience, {}, { sampleRate: isRate, excludeRate: isRate }),
      },
    )
  );
}
