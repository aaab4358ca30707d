/** Says in one sentence why git did not do something, with what to do about it where that is known. */

/** Without what git says for somebody at a terminal. */
export function wordsOfGit(said: string): string {
  const beside = /'refs\/heads\/(\S+)' exists; cannot create 'refs\/heads\/(\S+)'/.exec(said);
  if (beside)
    return `beside the branch ${beside[1]} git can have no branch ${beside[2]}: give the first another name (git branch -m ${beside[1]} another-name).`;
  const behind = /^ ! \[rejected\]\s+\S+ -> (\S+)/m.exec(said);
  if (behind) return `${behind[1]} of the remote has commits that are not here: run git pull, then git push.`;
  if (/aborted by (?:the reference-transaction )?hook/.test(said)) {
    const own = linesOf(said).filter((line) => !/aborted by/.test(line));
    return `a hook of the repository (reference-transaction) refuses it${own.length ? `: ${own.join(' ')}` : ''}`;
  }
  return linesOf(said).join(' ').slice(-MOST_SAID);
}

const MOST_SAID = 400;

/** Without hints, and without the words before a line that say whose it is. */
function linesOf(said: string): string[] {
  const lines = said.split('\n').map((line) => line.replace(/^\s*(?:remote:|fatal:|error:|!)?\s*/, '').trim());
  return lines.filter((line, at) => line && !NOISE.test(said.split('\n')[at] ?? ''));
}

const NOISE = /^(?:hint:|To |error: failed to push some refs)/;
