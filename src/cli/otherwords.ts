/** Names the command that somebody means who types the word of another tool. */

/** Words of other command lines, and of people, for the commands of this one. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  init: ['setup', 'install', 'begin'],
  create: ['new', 'add', 'make', 'generate'],
  validate: ['check', 'lint', 'test'],
  list: ['ls', 'status', 'show', 'experiments'],
  plan: ['diff', 'compare'],
  apply: ['publish', 'deploy', 'push', 'release', 'upload'],
  rollback: ['undo', 'revert', 'back'],
  off: ['kill', 'disable'],
  on: ['enable'],
  build: ['bundle', 'compile'],
  dev: ['preview', 'view', 'watch', 'edit', 'editor'],
  shot: ['screenshot', 'screenshots', 'pictures'],
  serve: ['studio', 'server', 'ui', 'admin'],
  collect: ['collector', 'receive', 'track'],
  pause: ['stop', 'end'],
  resume: ['start', 'run', 'launch', 'unpause'],
  archive: ['delete', 'remove', 'rm'],
  explain: ['why', 'debug'],
  power: ['size', 'calculate', 'duration'],
  results: ['result', 'report', 'read', 'readout', 'stats', 'analyse', 'analyze'],
  doctor: ['diagnose', 'inspect'],
};

/** The command for a word that is none; undefined where nothing is meant for sure. */
export function commandFor(word: string): string | undefined {
  return Object.keys(WORDS).find((command) => WORDS[command]?.includes(word.toLowerCase()));
}
