/**
 * Finds out how somebody types the name of this program, so that every command that is printed works where it is
 * printed.
 */

import { relative, resolve, sep } from 'node:path';

/**
 * What stands before a command: `fx` where that is on the PATH, `npx fx` beside an installed package, else
 * `npx fx-tag`, as `npx fx` without the package would run a stranger's.
 *
 * @param script the path that Node was given, `process.argv[1]`
 * @param directory the working directory
 */
export function programName(script: string, directory: string): string {
  const parts = resolve(script).split(sep);
  if (parts.includes('_npx') || parts.includes('dlx')) return 'npx fx-tag';
  const at = parts.indexOf('node_modules');
  if (at < 0) return 'fx';
  const project = parts.slice(0, at).join(sep);
  const isBelow = !relative(project, directory).startsWith('..');
  return isBelow && !/^(lib|nodejs|npm)$/.test(parts[at - 1] ?? '') ? 'npx fx' : 'fx';
}

/** Every `fx <command>` of a text with the name as it is typed. */
export function withProgram(text: string, program: string): string {
  return program === 'fx' ? text : text.replace(COMMAND, (_, before: string) => `${before}${program} `);
}

/** A command as messages and examples write it, not a word that ends in fx. */
const COMMAND =
  /(^|[\s(:"'`])(?<!npx )fx (?=(?:<command>|--help|init|create|keygen|verify|validate|list|plan|apply|rollback|off|on|build|dev|shot|serve|collect|pause|resume|archive|explain|simulate|power|results|sql|events|types|schema|import-contractspec|import-growthbook|import-variantlab|import-mojito|doctor)(?![\w-]))/gm;
