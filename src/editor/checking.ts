/** Tells at once what the validator says, of Studio or of `fx dev`. */

import type { EditorDesk } from './desk.js';
import type { StudioAnswer, StudioRemark } from './studio.js';

/** What the validator says; the file as it would be, where it is not the one that is shown. */
export interface Validated {
  readonly problems: readonly StudioRemark[];
  readonly yaml?: string;
}

/** Asks a validator about the variant that is shown. */
export type Validator = (desk: EditorDesk) => Promise<StudioAnswer<Validated>>;

/** What is known of it. */
export interface Checking {
  /** Asks, once nothing has changed for a moment. */
  check(): void;
  findings(): readonly StudioRemark[];
  /** The file as it would be; undefined where nobody has told. */
  yaml(): string | undefined;
  stop(): void;
}

const REST_MS = 400;

/**
 * Makes it.
 *
 * @param validator null where there is none: nothing is said then
 * @param onTold told whenever it has said something, or why it has not
 */
export function createChecking(
  validator: Validator | null,
  desk: EditorDesk,
  onTold: (answer: StudioAnswer<Validated>) => void,
): Checking {
  let findings: readonly StudioRemark[] = [];
  let yaml: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;
  const tell = async (ask: Validator): Promise<void> => {
    const turn = ++asked;
    const answer = await ask(desk);
    // Somebody has changed more since: the next answer is about that.
    if (turn !== asked) return;
    findings = answer.ok ? answer.value.problems : [];
    yaml = answer.ok ? answer.value.yaml : undefined;
    onTold(answer);
  };
  return {
    check() {
      clearTimeout(timer);
      if (validator && !desk.tab().isControl) timer = setTimeout(() => void tell(validator), REST_MS);
    },
    findings: () => (desk.tab().isControl ? [] : findings),
    yaml: () => yaml,
    stop() {
      clearTimeout(timer);
      asked++;
    },
  };
}
