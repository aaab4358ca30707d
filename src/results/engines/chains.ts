/** Finds the rows of each browser among those of a bucket. */

import { viewOf } from './buckets.js';
import { BROWSER, HASH, NAME, type Row, rowAt } from './rows.js';

/** Rows of a bucket, and what is done with those of each browser. */
export interface Pile {
  readonly bytes: Buffer;
  /** Whether the browsers with this hash are wanted. Default: all are. */
  readonly isWanted?: (hash: number) => boolean;
  /** Whether a browser with so many rows is passed over. Default: none is. */
  readonly isTooMany?: (browser: string, rows: number) => boolean;
  /** Gets them in the order in which they were written. */
  readonly onRows: (browser: string, rows: Row[]) => void;
}

/** Calls back with all rows of each browser, by the names of browsers; a browser of two piles has two calls. */
export function eachBrowser(...piles: readonly Pile[]): void {
  const all = piles.flatMap(chainsOf);
  all.sort((a, b) => (a.browser < b.browser ? -1 : 1));
  for (const { browser, first, count, links } of all)
    if (!links.pile.isTooMany?.(browser, count)) links.pile.onRows(browser, rowsOf(browser, first, links));
}

/** Rows of one browser, none of which is an object yet: of a whole bucket, those would be most of the memory. */
interface Chain {
  readonly browser: string;
  /** The numbers of its first row and of its last. */
  readonly first: number;
  last: number;
  count: number;
  readonly links: Links;
  /** Another one of the same hash. */
  readonly alike: Chain | null;
}

/** The rows of a pile by number, from 0. */
interface Links {
  readonly pile: Pile;
  readonly view: DataView;
  /** Where each begins. */
  readonly starts: Int32Array;
  /** The next one of the same browser; 0 where there is none. */
  readonly next: Int32Array;
}

function rowsOf(browser: string, first: number, { pile: { bytes }, view, starts, next }: Links): Row[] {
  const rows: Row[] = [];
  let number = first;
  do {
    rows.push(rowAt(bytes, view, starts[number] as number, browser));
    number = next[number] as number;
  } while (number);
  return rows;
}

/** Anybody can post names of one hash: when there are so many, a map tells them apart. */
const CROWDED = 16;

function chainsOf(pile: Pile): Chain[] {
  const { bytes } = pile;
  const view = viewOf(bytes);
  const starts = startsOf(pile, view);
  const links: Links = { pile, view, starts, next: new Int32Array(starts.length) };
  const byHash = new Map<number, Chain>();
  const crowded = new Map<string, Chain>();
  const all: Chain[] = [];
  const nameAt = (at: number): string =>
    bytes.toString('utf8', at + NAME, at + NAME + view.getUint16(at + BROWSER, true));
  for (let number = 0; number < starts.length; number++) {
    const at = starts[number] as number;
    const hash = view.getInt32(at + HASH, true);
    const alike = byHash.get(hash) ?? null;
    let [own, tried] = [alike, 0];
    while (own && tried < CROWDED && !isSameBrowser(bytes, view, starts[own.first] as number, at)) {
      own = own.alike;
      tried++;
    }
    if (tried === CROWDED) own = crowded.get(nameAt(at)) ?? null;
    if (own) {
      links.next[own.last] = number;
      own.last = number;
      own.count++;
      continue;
    }
    const chain: Chain = { browser: nameAt(at), first: number, last: number, count: 1, links, alike };
    all.push(chain);
    if (tried === CROWDED) crowded.set(chain.browser, chain);
    else byHash.set(hash, chain);
  }
  return all;
}

/** Where the rows of wanted browsers begin. */
function startsOf({ bytes, isWanted }: Pile, view: DataView): Int32Array {
  let starts = new Int32Array(1024);
  let count = 0;
  for (let at = 0; at < bytes.length; at += view.getUint32(at, true)) {
    if (isWanted && !isWanted(view.getInt32(at + HASH, true))) continue;
    if (count === starts.length) {
      const longer = new Int32Array(2 * count);
      longer.set(starts);
      starts = longer;
    }
    starts[count++] = at;
  }
  return starts.subarray(0, count);
}

function isSameBrowser(bytes: Buffer, view: DataView, first: number, second: number): boolean {
  const length = view.getUint16(first + BROWSER, true);
  if (view.getUint16(second + BROWSER, true) !== length) return false;
  for (let at = NAME; at < NAME + length; at++) if (bytes[first + at] !== bytes[second + at]) return false;
  return true;
}
