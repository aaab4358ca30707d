/** Events that no collector has confirmed yet: in memory, and a key each in localStorage. */

import { DROPPED, listItems, OUTBOX, readItem, writeItem } from './storage.js';

export interface Entry {
  readonly _key: string;
  readonly _text: string;
  /** Bytes as UTF-8. */
  readonly _bytes: number;
}

export interface Outbox {
  /** @param rank what goes first when it is full: failures (0), conversions (1), exposures (2) */
  _add(id: string, rank: number, at: number, text: string): void;
  /** In the order in which they are sent. */
  _entries(): readonly Entry[];
  /** They have arrived, and with them the count of those that were dropped. */
  _remove(entries: readonly Entry[], dropped?: number): void;
  /** They are given up, and counted. */
  _drop(entries: readonly Entry[]): void;
  /** How many were given up and not yet reported. */
  _dropped(): number;
  /** Starts to use localStorage: writes what is in memory, takes over what earlier pages left. */
  _open(): void;
  /** Writes what is in memory, where it is not yet written. */
  _save(): void;
}

const MOST_EVENTS = 100;
const MOST_BYTES = 65536;
const LONGEST_MS = 7 * 864e5;

/** @param store false keeps everything in memory */
export const createOutbox = (store: boolean): Outbox => {
  let entries: Entry[] = [];
  let unsaved: Entry[] = [];
  let lost = 0;
  let isOpen = false;

  const count = (): number => (isOpen ? Number(readItem(DROPPED)) || 0 : 0) + lost;
  const lose = (number: number): void => {
    lost += number;
    if (isOpen && store && number && writeItem(DROPPED, `${count()}`)) lost = 0;
  };
  const forget = (gone: readonly Entry[]): void => {
    entries = entries.filter((entry) => !gone.includes(entry));
    unsaved = unsaved.filter((entry) => !gone.includes(entry));
    if (isOpen) for (const { _key: key } of gone) writeItem(key, null);
  };
  const drop = (gone: readonly Entry[]): void => {
    forget(gone);
    lose(gone.length);
  };
  /** Gives up what does not fit: the key tells the order, failures first, newest exposures last. */
  const fit = (): void => {
    const byKey = [...entries].sort((a, b) => (a._key < b._key ? -1 : 1));
    let bytes = entries.reduce((sum, entry) => sum + entry._bytes, 0);
    const gone: Entry[] = [];
    for (const entry of byKey) {
      if (entries.length - gone.length <= MOST_EVENTS && bytes <= MOST_BYTES) break;
      bytes -= entry._bytes;
      gone.push(entry);
    }
    if (gone[0]) drop(gone);
  };
  const save = (): void => {
    if (store) for (const { _key: key, _text: text } of unsaved) writeItem(key, text);
    unsaved = [];
  };
  const adopt = (): void => {
    const oldest = Date.now() - LONGEST_MS;
    for (const key of listItems(OUTBOX)) {
      const text = readItem(key);
      if (!text || entries.some((entry) => entry._key === key)) continue;
      const made = Number.parseInt(key.slice(OUTBOX.length + 1), 36);
      if (made > oldest && text[0] === '{') entries.unshift({ _key: key, _text: text, _bytes: size(text) });
      else {
        writeItem(key, null);
        lose(1);
      }
    }
  };
  return {
    _add(id, rank, at, text) {
      const entry = { _key: `${OUTBOX}${rank}${at.toString(36)}.${id}`, _text: text, _bytes: size(text) };
      entries.push(entry);
      unsaved.push(entry);
      fit();
      if (isOpen) save();
    },
    _entries: () => entries,
    _remove(gone, dropped = 0) {
      forget(gone);
      if (dropped) {
        const left = Math.max(0, count() - dropped);
        lost = 0;
        if (!writeItem(DROPPED, left ? `${left}` : null)) lost = left;
      }
    },
    _drop: drop,
    _dropped: count,
    _save: save,
    _open() {
      if (isOpen) return;
      isOpen = true;
      if (store) adopt();
      save();
      lose(0);
      fit();
    },
  };
};

const size = (text: string): number => new Blob([text]).size;
