/**
 * Lists the fields of an experiment, its audience, its variants and metrics, each once: what every reader of a field
 * has to know.
 */

import type { Audience, Experiment, Variant } from '../core/index.js';

/** One field. */
interface Row<FieldOwner> {
  /**
   * `manifest`: published under this name. `sugar`: compiled into another field. `state`: kept beside the manifest, for
   * plans and read-outs. `file`: for people and read-outs alone.
   */
  readonly in: 'manifest' | 'sugar' | 'state' | 'file';
  /** What its absence means, where that is not "nothing": two files that differ only in it are the same. */
  readonly absent?: unknown;
  /** The same where it depends on the owner. */
  readonly derived?: (owner: FieldOwner) => unknown;
  /** It decides who gets what, so it is part of the phase. */
  readonly decides?: true;
  /** It names its owner or holds fields of its own: a comparison goes into it. */
  readonly holds?: true;
}

/** A row for each field that the manifest knows, and for each that the file has besides. */
type Table<Manifest, Known = Manifest> = { readonly [Name in keyof Required<Manifest>]: Row<Known> } & {
  readonly [name: string]: Row<Known>;
};

/**
 * What an experiment may hold, in the order of the manifest. `x-mojito-id` has no row: it is no field that people
 * write.
 */
export const experimentFields = {
  id: { in: 'manifest', holds: true },
  name: { in: 'manifest' },
  description: { in: 'file' },
  hypothesis: { in: 'file' },
  status: { in: 'manifest', absent: 'running' },
  startAt: { in: 'manifest' },
  endAt: { in: 'manifest' },
  salt: { in: 'manifest', derived: ({ id }) => id, decides: true },
  sampleRate: { in: 'sugar' },
  holdback: { in: 'sugar' },
  audience: { in: 'manifest', decides: true, holds: true },
  layer: { in: 'manifest', decides: true },
  sticky: { in: 'manifest', absent: true },
  divertTo: { in: 'manifest', decides: true },
  manualExposure: { in: 'manifest', absent: false },
  trigger: { in: 'manifest', absent: { kind: 'auto' }, decides: true },
  sharedJs: { in: 'manifest' },
  sharedCss: { in: 'manifest' },
  metadata: { in: 'manifest' },
  control: { in: 'manifest', derived: ({ variants }) => defaultControl(variants) },
  plan: { in: 'file' },
  effect: { in: 'file' },
  guard: { in: 'file' },
  conclusion: { in: 'file' },
  variants: { in: 'manifest', decides: true, holds: true },
  metrics: { in: 'state', holds: true },
  owners: { in: 'file' },
  tags: { in: 'file' },
} as const satisfies Table<Omit<Experiment, 'phase' | 'mojitoId'>>;

/** What `audience` may hold. */
export const audienceFields = {
  sampleRate: { in: 'manifest', absent: 1 },
  excludeRate: { in: 'manifest', absent: 0 },
  rule: { in: 'manifest' },
} as const satisfies Table<Audience>;

/** What a variant may hold, in the order of the manifest. */
export const variantFields = {
  key: { in: 'manifest', decides: true, holds: true },
  name: { in: 'manifest' },
  weight: { in: 'manifest', decides: true },
  recipeSampleRate: { in: 'manifest', absent: 1, decides: true },
  css: { in: 'manifest' },
  domOps: { in: 'manifest' },
  js: { in: 'manifest' },
  payload: { in: 'manifest' },
  redirect: { in: 'manifest', decides: true },
  keepQuery: { in: 'manifest', absent: true, decides: true },
  image: { in: 'file' },
} as const satisfies Table<Variant>;

/** What is counted. No manifest carries it. */
export interface Metric {
  readonly key: string;
  readonly name: string;
  readonly kind: 'conversion' | 'count' | 'sum' | 'average' | 'ratio' | 'quantile';
  readonly eventName: string;
  readonly isPrimary?: boolean;
  /** Default `secondary`; a primary metric says `isPrimary`. */
  readonly role?: 'secondary' | 'guardrail';
  /** Default `increase`. */
  readonly goal?: 'increase' | 'decrease';
  /** Of a guardrail: how much worse it may get, relatively, 0..1. Default 0.02. */
  readonly margin?: number;
  /** Of a ratio: the event below the line, counted or with its values added up. */
  readonly over?: string | { readonly event: string; readonly value?: boolean };
  /** Of a ratio: false counts the events above the line, whatever values they carry. Default true. */
  readonly value?: boolean;
  /** Of a quantile: which one, 0..1. */
  readonly quantile?: number;
  /** The most that a subject's total counts: a number, or a quantile of the totals above zero. */
  readonly cap?: { readonly value: number } | { readonly quantile: number };
  /** Hours or days after the first exposure: `72h`, `14d`. */
  readonly window?: string;
}

/** What a metric may hold. */
export const metricFields = {
  key: { in: 'state', holds: true },
  name: { in: 'state' },
  kind: { in: 'state' },
  eventName: { in: 'state' },
  isPrimary: { in: 'state', absent: false },
  role: { in: 'state', absent: 'secondary' },
  goal: { in: 'state', absent: 'increase' },
  margin: { in: 'state', derived: ({ role }) => (role === 'guardrail' ? 0.02 : undefined) },
  over: { in: 'state' },
  value: { in: 'state', absent: true },
  quantile: { in: 'state' },
  cap: { in: 'state' },
  window: { in: 'state' },
} as const satisfies Table<Metric>;

/** The tables by the word that a change is named with. */
export const tables = {
  experiment: experimentFields,
  audience: audienceFields,
  variant: variantFields,
  metric: metricFields,
} as const;

type Tables = typeof tables;

/** Everything that may have fields of its own. */
export type FieldOwner = keyof Tables;

/** Every field of an owner. */
export type FieldOf<Of extends FieldOwner> = keyof Tables[Of] & string;

type Where<Of extends FieldOwner, Condition> = {
  [Name in FieldOf<Of>]: Tables[Of][Name] extends Condition ? Name : never;
}[FieldOf<Of>];

/** One value for each field of an owner, and none for any other. */
export type Shape<Of extends FieldOwner, Value> = { readonly [Name in FieldOf<Of>]: Value };

/** The fields that the manifest carries. */
export type PublishedField<Of extends FieldOwner> = Where<Of, { in: 'manifest' }>;

/** The fields that are part of the phase. */
export type DecidingField<Of extends FieldOwner> = Where<Of, { decides: true }>;

/** The fields that a plan compares. */
export type ComparedField<Of extends FieldOwner> = Exclude<
  Where<Of, { in: 'manifest' | 'state' }>,
  Where<Of, { holds: true }>
>;

/** A published field of an owner with its value; undefined where the manifest leaves it out. */
export type Complete<Of extends FieldOwner, Value> = {
  readonly [Name in PublishedField<Of>]: Name extends keyof Value ? Value[Name] | undefined : never;
};

/** The fields of an owner that a plan compares, in the order of the table, with their defaults written out. */
export function compared<Of extends FieldOwner>(of: Of, owner: object): (readonly [ComparedField<Of>, unknown])[] {
  const names = Object.keys(tables[of]).filter((name) => isCompared(rowOf(of, name))) as ComparedField<Of>[];
  return names.map((name) => [name, heldBy(owner, name) ?? absence(of, name, owner)]);
}

/** Without what is undefined, and what says no more than its absence would. */
export function withoutDefaults<Built extends object>(of: FieldOwner, owner: Built): Present<Built> {
  const kept = Object.entries(owner).filter(
    ([name, value]) => value !== undefined && !isSame(value, absence(of, name, owner)),
  );
  return Object.fromEntries(kept) as Present<Built>;
}

/** The object without what is undefined. */
export function withoutUndefined<Built extends object>(owner: Built): Present<Built> {
  return Object.fromEntries(Object.entries(owner).filter(([, value]) => value !== undefined)) as Present<Built>;
}

/** Whether two values are the same, wherever the keys of their objects stand. */
export function isSame(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

/** The object with each property that may be undefined left out where it is. */
export type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The baseline of an experiment that names none: the variant `control`, else the first. */
export function defaultControl(variants: readonly { readonly key: string }[]): string {
  return (variants.find(({ key }) => key === 'control') ?? variants[0])?.key ?? '';
}

const isCompared = (row: Row<never> | undefined): boolean =>
  row !== undefined && !row.holds && (row.in === 'manifest' || row.in === 'state');

const rowOf = (of: FieldOwner, name: string): Row<never> | undefined =>
  (tables[of] as { readonly [name: string]: Row<never> | undefined })[name];

/** The owner is of the kind that the table is about. */
function absence(of: FieldOwner, name: string, owner: object): unknown {
  const row = rowOf(of, name);
  return row?.derived ? row.derived(owner as never) : row?.absent;
}

const heldBy = (owner: object, name: string): unknown => (owner as { readonly [name: string]: unknown })[name];

function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, held: unknown) =>
      typeof held === 'object' && held !== null && !Array.isArray(held)
        ? Object.fromEntries(Object.entries(held).sort(([a], [b]) => (a < b ? -1 : 1)))
        : held,
    ) ?? ''
  );
}
