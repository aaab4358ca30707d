/** Turns what fx decided into what OpenFeature resolves: values with reasons, or an error code. */

import type { Experiment } from '../../core/index.js';

/** What was decided of one experiment. */
export interface FlagAnswer {
  readonly experiment: Experiment;
  /** Null for a subject who is out, or whose recipe is kept back. */
  readonly variant: string | null;
  readonly reason: string;
}

export type FlagKind = 'boolean' | 'string' | 'number' | 'object';

/** OpenFeature's `ResolutionDetails`. */
export interface Resolution<T> {
  readonly value: T;
  readonly reason: string;
  readonly variant?: string;
  readonly flagMetadata?: Readonly<Record<string, string | number | boolean>>;
  // OpenFeature types it as an enum of its own.
  readonly errorCode?: never;
  readonly errorMessage?: string;
}

const DISABLED = /^(disabled|draft|paused|schedule)$/;
/** The reasons that depend on who the subject is. */
const PERSONAL = /^(assigned|sticky|sample|layer|holdout|removed)$/;

/**
 * One evaluation. `id` is the variant: its payload's `value`, else its key, or for a boolean with two arms whether it
 * is not the control, or for an object the payload. `id.field` is a field of the payload.
 *
 * @param ask undefined for an unknown id
 * @param isAnonymous whether no targeting key was given: then what depends on one is an error
 */
export function evaluate<T>(
  key: string,
  kind: FlagKind,
  fallback: T,
  ask: (id: string) => FlagAnswer | undefined,
  isAnonymous: boolean,
  revision: string,
): Resolution<T> {
  const [id, field] = ask(key) ? [key] : partsOf(key);
  const answer = ask(id);
  if (!answer) return failed(fallback, 'FLAG_NOT_FOUND', `There is no experiment ${id}`);
  const { experiment, reason, variant } = answer;
  if (isAnonymous && PERSONAL.test(reason))
    return failed(fallback, 'TARGETING_KEY_MISSING', `${id} divides subjects: it needs a targetingKey`);
  const flagMetadata = {
    experiment: id,
    reason,
    revision,
    ...(experiment.phase === undefined ? {} : { phase: experiment.phase }),
  };
  if (variant === null)
    return { value: fallback, reason: DISABLED.test(reason) ? 'DISABLED' : 'DEFAULT', flagMetadata };
  const value = readValue(experiment, variant, kind, field);
  if (value === undefined || !isOf(kind, value))
    return failed(fallback, 'TYPE_MISMATCH', `${key} of the variant ${variant} is no ${kind}`);
  return { value: value as T, variant, reason: /^(assigned|sticky)$/.test(reason) ? 'SPLIT' : 'STATIC', flagMetadata };
}

/** The id, and the field of the payload behind its first dot. */
function partsOf(key: string): readonly [string, string?] {
  const at = key.indexOf('.');
  return at < 0 ? [key] : [key.slice(0, at), key.slice(at + 1)];
}

function readValue(experiment: Experiment, key: string, kind: FlagKind, field: string | undefined): unknown {
  const { variants } = experiment;
  const payload = variants.find((one) => one.key === key)?.payload;
  if (field !== undefined) return own(payload, field);
  const value = own(payload, 'value');
  if (value !== undefined) return value;
  if (kind === 'string') return key;
  if (kind === 'object') return payload;
  return kind === 'boolean' && variants.length === 2 ? key !== controlOf(experiment) : undefined;
}

const controlOf = ({ control, variants }: Experiment): string | undefined =>
  control ?? (variants.find(({ key }) => key === 'control') ?? variants[0])?.key;

const own = (payload: object | undefined, field: string): unknown =>
  Object.entries(payload ?? {}).find(([name]) => name === field)?.[1];

const isOf = (kind: FlagKind, value: unknown): boolean => value !== null && typeof value === kind;

const failed = <T>(value: T, errorCode: string, errorMessage: string): Resolution<T> => ({
  value,
  reason: 'ERROR',
  errorCode: errorCode as never,
  errorMessage,
});
