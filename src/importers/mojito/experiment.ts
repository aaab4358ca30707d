/** Makes an experiment of a wave, as it stands in a file, and notes what became of each part. */

import type { TriggerSpec } from '../../authoring/checks.js';
import type { WaveCode } from './code.js';
import { any, triggerText } from './combine.js';
import { toSharedJs, toTriggerJs } from './emit.js';
import { type Notes, nameOf, need } from './notes.js';
import { readShares } from './rate.js';
import { NAME_LIMIT, readKeys, readRecipe, readRedirect, strip, summaryOf } from './recipe.js';
import type { Wave } from './wave.js';

/** What is known of a wave besides its own fields. */
export interface WaveSurroundings {
  readonly id: string;
  /** The trigger as DSL, where it is certain. */
  readonly trigger: TriggerSpec | undefined;
  /** Whether code of another wave activates this one. */
  readonly isActivated: boolean;
}

/** The experiment, with its keys in the order in which they are written, and the notes. */
export interface WaveDraft {
  readonly status: 'running' | 'draft' | 'archived';
  readonly value: Readonly<Record<string, unknown>>;
  readonly notes: Notes;
}

/** The file of an experiment as a value. The notes tell everything of the wave, once. */
export function toExperiment(wave: Wave, { id, isActivated, trigger }: WaveSurroundings): WaveDraft {
  const notes: Notes = { carried: [], translated: [], scripts: [], needs: [] };
  const status = readStatus(wave, notes);
  noteName(wave, id, notes);
  const { sampleRate, weights } = readShares(wave, notes);
  const keys = readKeys(wave, notes);
  const shared = { ...(wave.js && { js: wave.js }), ...wave.customCode };
  const redirects = wave.recipes.map((recipe) => (isActivated ? undefined : readRedirect(wave, recipe, trigger)));
  const value = {
    id,
    name: cut(wave, notes),
    status,
    'x-mojito-id': wave.id,
    sampleRate: sampleRate === 1 ? undefined : sampleRate,
    audience: readExclusion(wave, notes),
    sticky: readSticky(wave, notes),
    divertTo: readDivert(wave, keys, notes),
    manualExposure: readExposure(wave, notes),
    trigger: readTrigger(wave, trigger, isActivated, notes),
    sharedJs: toSharedJs(shared, wave.id),
    sharedCss: wave.css,
    metadata: readMetadata(wave, keys, notes),
    variants: wave.recipes.map((recipe, index) => {
      const settled = { key: keys[index] ?? '', weight: weights?.[index], redirect: redirects[index] };
      return readRecipe(wave, recipe, settled, notes);
    }),
    'x-mojito-private': wave.hidden ?? undefined,
  };
  noteShared(wave, shared, notes);
  for (const code of codesOf(wave)) noteCapture(code, notes);
  return { status, value: strip(value), notes };
}

/** All code of a wave. */
export function codesOf({ customCode, js, recipes, trigger }: Wave): WaveCode[] {
  return [trigger, js, ...Object.values(customCode), ...recipes.map((recipe) => recipe.js)].filter(
    (code) => code !== undefined,
  );
}

const STATUSES: Readonly<Record<string, WaveDraft['status']>> = {
  live: 'running',
  staging: 'draft',
  inactive: 'archived',
};

function readStatus(wave: Wave, { carried, needs }: Notes): WaveDraft['status'] {
  const status = STATUSES[wave.state];
  if (status) carried.push(`state ${wave.state} as status ${status}`);
  else
    need(
      wave,
      ['state'],
      `state ${wave.state} is none of live, staging, inactive: it is a draft, as Mojito lets nobody new into it.`,
      needs,
    );
  return status ?? 'draft';
}

function noteName({ id: mojitoId, raw }: Wave, id: string, { carried, translated, needs }: Notes): void {
  if (id === mojitoId) carried.push('id');
  else translated.push({ what: 'id', before: mojitoId, after: id });
  carried.push('name');
  if (!/^[\w-]+$/.test(mojitoId)) {
    needs.push({
      file: raw.file,
      line: raw.lineOf(['id']),
      message: `The id ${mojitoId} holds signs that a cookie's name or an address may not have: look whether its visitors keep their recipes.`,
    });
  }
}

function cut(wave: Wave, { needs }: Notes): string {
  if (wave.name.length <= NAME_LIMIT) return wave.name;
  need(wave, ['name'], `name is longer than ${NAME_LIMIT} characters, and was cut.`, needs);
  return wave.name.slice(0, NAME_LIMIT);
}

function readExclusion({ excludeSampleRate: rate }: Wave, { translated }: Notes): object | undefined {
  if (!rate) return undefined;
  translated.push({ what: 'excludeSampleRate', before: String(rate), after: `audience.excludeRate ${rate}` });
  return { excludeRate: rate };
}

function readSticky({ cookieDuration: days }: Wave, { translated }: Notes): false | undefined {
  if (days === undefined || days > 0) return undefined;
  translated.push({ what: 'cookieDuration', before: String(days), after: 'sticky false' });
  return false;
}

function readDivert(wave: Wave, keys: readonly string[], { carried, needs }: Notes): string | undefined {
  if (wave.divertTo === undefined) return undefined;
  carried.push(`divertTo ${wave.divertTo}`);
  if (wave.sampleRate < 1) {
    need(
      wave,
      ['divertTo'],
      `divertTo sends everyone to ${wave.divertTo} in Mojito, here those within sampleRate ${wave.sampleRate}: set sampleRate to 1 to go on sending everyone.`,
      needs,
    );
  }
  return keys[wave.recipes.findIndex(({ id }) => id === wave.divertTo)];
}

function readExposure({ manualExposure }: Wave, { carried }: Notes): true | undefined {
  if (!manualExposure) return undefined;
  carried.push('manualExposure');
  return true;
}

function readTrigger(
  wave: Wave,
  translation: TriggerSpec | undefined,
  isActivated: boolean,
  notes: Notes,
): TriggerSpec | undefined {
  const { trigger: code } = wave;
  if (!code) {
    need(
      wave,
      ['trigger'],
      'trigger is missing, so the wave starts only where other code activates it: the trigger is manual.',
      notes.needs,
    );
    return { kind: 'manual' };
  }
  if (!translation) {
    notes.scripts.push({ file: code.file, line: code.line, what: 'trigger' });
    return { kind: 'script', js: toTriggerJs(code, wave.id) };
  }
  // Auto has fired before anybody could.
  const trigger = isActivated && translation.kind !== 'auto' ? any([translation, { kind: 'manual' }]) : translation;
  notes.translated.push({
    what: nameOf(wave, 'trigger'),
    before: summaryOf(code),
    after: triggerText(trigger),
  });
  return trigger.kind === 'auto' ? undefined : trigger;
}

function readMetadata(wave: Wave, keys: readonly string[], { carried }: Notes): object | undefined {
  const recipes = Object.fromEntries(
    wave.recipes.filter(({ custom }) => Object.keys(custom).length).map(({ custom, id }) => [id, custom]),
  );
  const mojito = { ...wave.custom, ...(Object.keys(recipes).length && { recipes }) };
  const renamed = wave.recipes.flatMap(({ id }, index) => (keys[index] === id ? [] : [[keys[index] ?? '', id]]));
  for (const key of Object.keys(mojito)) carried.push(`${key} in metadata.mojito`);
  if (wave.hidden !== undefined && wave.hidden !== null) carried.push('private as x-mojito-private');
  const metadata = {
    ...(Object.keys(mojito).length && { mojito }),
    ...(renamed.length && { mojitoRecipes: Object.fromEntries(renamed) as unknown }),
  };
  return Object.keys(metadata).length ? metadata : undefined;
}

function noteShared(wave: Wave, shared: Readonly<Record<string, WaveCode>>, { carried, needs }: Notes): void {
  for (const key of Object.keys(shared)) carried.push(`${nameOf(wave, key)} as sharedJs`);
  if (wave.css) carried.push(`${nameOf(wave, 'css')} as sharedCss`);
  // It is set for the recipes, which is later.
  const early = wave.trigger && Object.keys(shared).find((key) => wave.trigger?.source.includes(`options.${key}`));
  if (wave.trigger && early) {
    const { file, line } = wave.trigger;
    needs.push({
      file,
      line,
      message: `The trigger uses options.${early}, which is code that is there from the recipe on: put what it needs into the trigger.`,
    });
  }
}

/** Names that are arguments where the code is now. */
function noteCapture(code: WaveCode, { needs }: Notes): void {
  for (const name of ['experiment', 'variant', 'activate']) {
    if (!code.names.has(name) || code.bound.has(name)) continue;
    needs.push({
      file: code.file,
      line: code.line,
      message: `The code uses a global ${name}, which is an argument of fx here: write window.${name}.`,
    });
  }
}
