/** Says which names of a page will be there after its next deployment. */

/** Utility classes say how something looks today: the next redesign takes them away. */
const UTILITY =
  /^-?(?:m|p|w|h|z|gap|space|top|left|right|bottom|inset|text|font|bg|border|rounded|shadow|flex|grid|col|row|items|justify|content|self|order|min|max|leading|tracking|opacity|overflow|object|cursor|transition|duration|ease|animate|ring|divide|place|basis|grow|shrink|from|to|via|fill|stroke|translate|scale|rotate|origin|aspect|columns|line|list|decoration|outline|select|pointer|sr|mx|my|px|py|mt|mb|ml|mr|pt|pb|pl|pr)(?:-[\w./%[\]#-]+)?$|^(?:block|inline|inline-block|hidden|flex|grid|absolute|relative|fixed|sticky|static|visible|invisible|italic|uppercase|lowercase|capitalize|truncate|underline|antialiased|container)$/;

/** What build tools and frameworks make anew: hashes, counters, ids of renders. */
const MADE: readonly RegExp[] = [
  /^(?:css|sc|jss|emotion|svelte|astro|chakra|makeStyles|Mui\w*)-[\w-]*\d/,
  /^(?:ng|ember|radix|headlessui|react-aria|mui|rc)[-_]?[\w-]*\d/,
  // A last part of letters and digits, as in `Button-x7gh2`.
  /(?:^|[-_])(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{5,}$/i,
  // CSS modules: `Button_root__x7Gh2`, `_card_1x8f2_5`; `card__title` is a person's.
  /__(?=\w*[\dA-Z])[\w-]{5,}$/,
  /^_.+_[a-z\d]{5}_\d+$/,
  /(?:[a-z][A-Z]){2}/,
  /\d{3}/,
];

/** States come and go while a visitor is on the page. */
const STATE =
  /^(?:is|has)-|(?:^|[-_])(?:active|open|opened|closed|current|selected|hover|focus(?:ed)?|loading|loaded|visible|hidden|show|disabled|expanded|collapsed|sticky|scrolled)$/i;

/** Whether a name was given by a person for what the thing is. */
export function isStableName(name: string): boolean {
  return /^[a-z_-][\w-]*$/i.test(name) && name.length > 1 && !MADE.some((one) => one.test(name)) && !STATE.test(name);
}

/** Whether a class may stand in a selector. */
export const isStableClass = (name: string): boolean => isStableName(name) && !UTILITY.test(name);

/** Attributes that say what an element is for, the most telling first. */
const TELLING = [
  'data-fx',
  'data-testid',
  'data-test',
  'data-cy',
  'data-qa',
  'name',
  'aria-label',
  'href',
  'role',
  'type',
  'for',
  'alt',
];

/** Whether an attribute may stand in a selector. */
export function isStableAttribute(name: string, value: string): boolean {
  if (!TELLING.includes(name) || value === '' || value.length > 80) return false;
  if (name === 'href') return !/^(?:javascript:|data:|blob:|#$)/i.test(value) && !/[?&][\w-]*=[\w-]{12,}/.test(value);
  return (
    name === 'aria-label' || name === 'alt' || isStableName(value.replace(/[\s.[\]/:]+/g, '-')) || name === 'data-fx'
  );
}
