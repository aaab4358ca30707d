/** Holds what fx serve stored in a second against the contract. */

import { count, verdictOf } from './verdict.mjs';

const STORED = { must: 50_000, aim: 70_000 };
const POSTS = { must: 2000, aim: 4000 };

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
