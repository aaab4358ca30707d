/**
 * Writes one shop by hand, with the names that five ways of styling give: what a tool names anew at each deployment,
 * and what stays.
 */

/** The parts that get a name. */
export const PARTS = [
  'top',
  'nav',
  'hero',
  'title',
  'lead',
  'action',
  'picture',
  'list',
  'card',
  'name',
  'price',
  'reviews',
  'review',
  'foot',
] as const;

/** A part of the page. */
export type Part = (typeof PARTS)[number];

/** How a part is called in the markup: its class, and an id where the style gives one. */
export type Naming = (part: Part) => { readonly className: string; readonly id?: string };

/** A letter and four more that look made by a tool, other ones for each deployment. */
const hash = (part: string, deploy: number): string => {
  let number = deploy * 7919 + 17;
  for (const char of part) number = (number * 31 + (char.codePointAt(0) ?? 0)) % 60_466_176;
  return `${number.toString(36).padStart(5, 'a')}${(number % 9) + 1}`.slice(-5);
};
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const UTILITIES: Readonly<Record<Part, string>> = {
  top: 'flex justify-between px-6 py-4',
  nav: 'flex gap-4',
  hero: 'px-6 py-8 bg-white',
  title: 'text-4xl font-bold',
  lead: 'text-lg mt-2',
  action: 'inline-block mt-4 px-4 py-2 rounded bg-blue-600 text-white',
  picture: 'block mt-4 w-40',
  list: 'grid grid-cols-3 gap-4 px-6 py-8',
  card: 'border rounded p-4',
  name: 'text-lg font-bold',
  price: 'text-sm mt-2',
  reviews: 'px-6 py-8',
  review: 'mt-2 text-sm',
  foot: 'px-6 py-4 text-sm',
};

/** A way of styling. */
export type StyleName = 'tailwind' | 'modules' | 'styled' | 'emotion' | 'theme';

/** The names of a style after a deployment, from 0. */
export const STYLES: Readonly<Record<StyleName, (deploy: number) => Naming>> = {
  tailwind: () => (part) => ({ className: UTILITIES[part] }),
  modules: (deploy) => (part) => ({ className: `Shop_${part}__${capital(hash(part, deploy))}` }),
  styled: (deploy) => (part) => ({ className: `sc-${hash(part, deploy)}-0 ${hash(`${part}x`, deploy)}K` }),
  emotion: (deploy) => (part) => ({
    className: `css-${hash(part, deploy)}`,
    ...(part === 'list' && { id: `:r${deploy}:` }),
  }),
  theme: (deploy) => (part) => ({
    className: `${part === 'action' ? 'btn btn--primary' : `store-${part}`}`,
    ...(part === 'hero' && { id: `section-template--${1_400 + deploy}__banner` }),
  }),
};

/** What the shop sells. */
export const GOODS = [
  ['fountain-pen', 'Fountain pen', '£40'],
  ['ink-bottle', 'Bottle of ink', '£12'],
  ['writing-pad', 'Writing pad', '£9'],
  ['blotter', 'Blotter', '£15'],
] as const;

const MORE = (at: number): readonly string[] => {
  const word = ['eraser', 'ruler', 'envelope', 'stamp', 'ribbon', 'pencil'][at] ?? `item${at}`;
  return [`${word}-box`, `Box of ${word}s`, `£${at + 3}`];
};

/** What differs from one deployment to the next, besides names. */
export interface Deployment {
  /** A line on top of everything. */
  readonly banner?: string;
  /** An item before the others. */
  readonly isNewFirst?: boolean;
  readonly title?: string;
  /** All is in one element more. */
  readonly isWrapped?: boolean;
  /** How many goods there are. Default: those that have a name here. */
  readonly goodsCount?: number;
}

/** The body of the page. */
export function shopBody(naming: Naming, deployment: Deployment = {}): string {
  const as = (part: Part): string => {
    const { className, id } = naming(part);
    return `class="${className}"${id === undefined ? '' : ` id="${id}"`}`;
  };
  const { goodsCount = GOODS.length } = deployment;
  const more = Array.from({ length: Math.max(0, goodsCount - GOODS.length) }, (_, at) => MORE(at));
  const goods = [...(deployment.isNewFirst ? [['sharpener', 'Sharpener', '£5']] : []), ...GOODS, ...more];
  const cards = goods.map(
    ([slug, name, price]) =>
      `<li ${as('card')}><a href="/goods/${slug}"><h3 ${as('name')}>${name}</h3></a><p ${as('price')}>${price}</p></li>`,
  );
  const reviews = ['Writes like a dream.', 'Arrived the next day.', 'A gift, and kept.', 'Blue is blue.'].map(
    (text) => `<p ${as('review')}>${text}</p>`,
  );
  const body = `${deployment.banner ? `<div class="notice">${deployment.banner}</div>` : ''}
<header ${as('top')}><a href="/">Inkwell</a><nav ${as('nav')}><a href="/goods">Goods</a><a href="/about">About us</a></nav></header>
<main>
<section ${as('hero')}><h1 ${as('title')}>${deployment.title ?? 'Ink, and what to do with it'}</h1><p ${as('lead')}>Pens that last longer than their owners.</p><a ${as('action')} href="/goods">See all goods</a><img ${as('picture')} src="/pen.svg" alt="A pen" width="160" height="80"></section>
<section><ul ${as('list')}>${cards.join('')}</ul></section>
<section ${as('reviews')}><h2>Reviews</h2>${reviews.join('')}</section>
</main>
<footer ${as('foot')}>Sent within two days.</footer>`;
  return deployment.isWrapped ? `<div>${body}</div>` : body;
}

/** A page of that body. */
export const shopPage = (body: string, script = ''): string =>
  `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Inkwell</title><meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/inkwell.css"></head>
<body>${body}${script}</body></html>`;

/** It looks the same whatever its parts are called: by their place. */
export const LOOKS = `body { margin: 0; font: 16px/1.4 sans-serif; color: #1c1917; background: #fafaf9 }
header { display: flex; justify-content: space-between; padding: 16px 24px; background: #0f766e }
header a { color: #fff } nav a { margin-left: 16px }
h1 { margin: 0; font-size: 36px } section { padding: 24px } h1 ~ a { display: inline-block; padding: 8px 16px; background: #0f766e; color: #fff }
img { display: block; margin-top: 16px } ul { display: grid; grid-template-columns: repeat(3, 1fr); gap: 16px; margin: 0; padding: 0; list-style: none }
li { padding: 16px; border: 1px solid #d6d3d1 } h3 { margin: 0 } .big { font-size: 48px } footer { padding: 16px 24px }
@media (max-width: 600px) { ul { grid-template-columns: 1fr } }
`;

const drawn = (colour: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 80"><rect width="160" height="80" fill="${colour}"/></svg>`;

/** What it shows, and what it may show instead; by the names of their files. */
export const PICTURES: Readonly<Record<string, string>> = { 'pen.svg': drawn('#0f766e'), 'ink.svg': drawn('#1e3a8a') };
