/** Looks at what a server says that it has rendered, and at who else may get that page. */

import type { Element } from '../markup/index.js';
import { type Check, failed, ok, warned } from './finding.js';
import type { LoadedPage } from './page.js';
import type { Tag } from './tag.js';

const CODE = 'stale';

/** What there is to say about `<html data-rendered>`; nothing where no server says what it has rendered. */
export function checkRendered(page: LoadedPage, elements: readonly Element[], tag: Tag): Check[] {
  const rendered = elements.find(({ name }) => name === 'html')?.attributes['data-rendered'];
  if (!rendered) return [];
  const checks = [...unknownOf(rendered, tag), ...sharedOf(page)];
  return checks.length ? checks : [ok(CODE, `The server has decided ${namesOf(rendered)}, for this visitor alone.`)];
}

/** The tag counts nobody who sees what it does not know. */
function unknownOf(rendered: string, { manifest }: Tag): Check[] {
  if (!manifest) return [];
  return pairsOf(rendered).flatMap(([id, key]) => {
    const experiment = manifest.experiments.find((one) => one.id === id);
    const isKnown = experiment && (!key || experiment.variants.some((one) => one.key === key));
    const said = key ? `${id}:${key}` : id;
    return isKnown
      ? []
      : [
          failed(
            CODE,
            `data-rendered says ${said}, which the tag's manifest has not: give server and tag the same one.`,
          ),
        ];
  });
}

/** A page that is somebody else's is stale: its tag counts nobody there. */
function sharedOf({ isFile, caching: { age, control } }: LoadedPage): Check[] {
  if (isFile) return [];
  if (Number(age) > 0)
    return [
      failed(
        CODE,
        `This page is ${age} seconds old, out of a cache, and was decided for somebody else: whoever has another variant is stale, and not counted. Send Cache-Control: private, no-cache.`,
      ),
    ];
  if (/\b(private|no-store)\b/i.test(control ?? '')) return [];
  return [
    warned(
      CODE,
      `This page is decided for one visitor, and ${control ? `Cache-Control: ${control} lets` : 'nothing keeps'} a shared cache ${control ? 'give' : 'from giving'} it to others, who are then stale, and not counted: send Cache-Control: private, no-cache, or prerender a page for each variant.`,
    ),
  ];
}

const pairsOf = (rendered: string): (readonly [id: string, key: string])[] =>
  rendered
    .split(',')
    .map((pair) => pair.trim())
    .filter(Boolean)
    .map((pair) => [pair.split(':')[0] ?? '', pair.slice(pair.indexOf(':') + 1 || pair.length)]);

const namesOf = (rendered: string): string =>
  pairsOf(rendered)
    .map(([id]) => id)
    .join(', ');
