/** Holds what fx serve stored in a second, and how soon it shows 1,000 experiments, against the contract. */

import { count, verdictOf } from './verdict.mjs';

const STORED = { must: 50_000, aim: 70_000 };
const POSTS = { must: 2000, aim: 4000 };
const LIST_MS = { must: 200, aim: 100 };

export function stored({ collect }) {
  const row = collect?.rows.find(({ name, events }) => name === 'serve' && events === 50);
  return verdictOf(
    {
      id: 'stored',
      what: 'events stored by fx serve, 50 a post',
      must: `>= ${count(STORED.must)} a second of the processor`,
      aim: `>= ${count(STORED.aim)}`,
    },
    row && {
      value: `${count(Math.round(row.perCpuSecond))}, ${row.others} not stored`,
      passes: row.perCpuSecond >= STORED.must && row.others === 0,
      aims: row.perCpuSecond >= STORED.aim,
    },
  );
}

/**
 * As with commands: a machine that does other work says nothing of the server, where its own work fits into the second.
 */
export function posts({ collect }) {
  const row = collect?.rows.find(({ name, events }) => name === 'used' && events === 1);
  const text = {
    id: 'posts',
    what: 'posts to fx serve while Studio is used',
    must: `>= ${count(POSTS.must)} a second`,
    aim: `>= ${count(POSTS.aim)}`,
  };
  const value = row && `${count(Math.round(row.postsPerSecond))}, ${row.others} not stored`;
  const fits = row && row.others === 0 && row.postCpuMs * POSTS.must <= 1000;
  if (fits && row.postsPerSecond < POSTS.must)
    return { ...text, verdict: 'missing', reachesAim: false, value: `${value}: the machine was busy` };
  return verdictOf(
    text,
    row && {
      value,
      passes: row.postsPerSecond >= POSTS.must && row.others === 0,
      aims: row.postsPerSecond >= POSTS.aim,
    },
  );
}

/** The same: a list whose own work fits into the time came late because of the machine. */
export function list({ studio }) {
  const row = (name) => studio?.rows.find((one) => one.name === name);
  const [own, bare] = [row('list'), row('bare')];
  const text = {
    id: 'list',
    what: 'the list of 1,000 experiments in Studio',
    must: `<= ${LIST_MS.must} ms`,
    aim: `<= ${LIST_MS.aim} ms`,
  };
  const value =
    own &&
    `${own.ms.toFixed(0)} ms, ${own.cpuMs.toFixed(0)} of the processor; its bytes from memory ${bare?.ms.toFixed(1)} ms`;
  if (own && own.ms > LIST_MS.must && own.cpuMs <= LIST_MS.must)
    return { ...text, verdict: 'missing', reachesAim: false, value: `${value}: the machine was busy` };
  return verdictOf(text, own && { value, passes: own.ms <= LIST_MS.must, aims: own.ms <= LIST_MS.aim });
}
