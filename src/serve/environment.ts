/** Takes values of the configuration that begin with `$` from the environment, so that no secret has to be in git. */

/** What a process was given. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The text itself, or that of the variable which it names; null where that is not set, or empty. */
export const fromEnvironment = (text: string, env: Environment): string | null =>
  /^\$\w+$/.test(text) ? env[text.slice(1)] || null : text;
