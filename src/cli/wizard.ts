/** Asks for what the command line left open about a new experiment. */

import { ID, suggest } from '../authoring/index.js';
import { Refusal } from '../files/index.js';
import {
  type Answers,
  type MetricAnswer,
  readMetric,
  readShare,
  readVariant,
  titleOf,
  type VariantAnswer,
  type WhyTaken,
} from './answers.js';

/**
 * Asks on the terminal, with `@clack/prompts`.
 *
 * @param whyTaken says where an id is in use already: asked at once, so that no answer after it is lost
 */
export async function ask(given: Answers, whyTaken: WhyTaken): Promise<Answers> {
  const clack = await import('@clack/prompts');
  const output = process.stderr;
  const text: Ask = async (message, suggestion, check) => {
    // As a placeholder: a text that is there already would be typed onto.
    const offered = suggestion === '' ? {} : { placeholder: suggestion, defaultValue: suggestion };
    const validate = (value: string | undefined): string | undefined => check(value || suggestion);
    const answer = await clack.text({ message, ...offered, validate, output });
    if (clack.isCancel(answer)) throw new Refusal('Nothing was written.', 'declined');
    return answer.trim();
  };

  clack.intro('A new experiment', { output });
  const words =
    given.id ??
    (await text('Id: how code, links and events name it', '', (value) => {
      const made = idOf(value);
      return made === '' ? 'Lower-case words joined by hyphens, at most 64 characters.' : whyTaken(made);
    }));
  const id = given.id ?? idOf(words);
  if (id !== words) clack.log.info(`The id is ${id}.`, { output });
  const name = given.name ?? (await text('Name: what people call it', id === words ? titleOf(id) : words, required));
  const variants: readonly VariantAnswer[] =
    given.variants ??
    (await text('Variants, the first is the one there is now', 'control, treatment', checkList(readVariant)).then(
      toVariants,
    ));
  const sampleRate =
    given.sampleRate ??
    readPercent(await text('Share of visitors in the test', '100%', (value) => attempt(() => readPercent(value))));
  const url =
    given.url ??
    (await text(
      'Pages: a part of their address such as /cart, / for the home page, empty for all',
      '',
      () => undefined,
    ));
  const metrics =
    given.metrics ?? toMetrics(await text('What is counted: event names, the first decides', '', () => undefined));
  const weighted = variants.some(({ weight }) => weight !== undefined) ? variants : await allocate(variants, text);
  clack.outro('It is a draft: nobody sees it but in previews.', { output });
  return {
    ...given,
    id,
    name,
    variants: weighted,
    sampleRate: sampleRate === 1 ? undefined : sampleRate,
    url: url || undefined,
    metrics,
  };
}

/** The id that words make: a title does, as `Pricing headline` can only mean `pricing-headline`. */
const idOf = (words: string): string => {
  if (words.length > 64) return '';
  return ID.test(words) ? words : (suggest(words, ['id']) ?? '');
};

type Ask = (message: string, suggestion: string, check: (text: string) => string | undefined) => Promise<string>;

/** Somebody who is asked for a share types `50` for a half: no share is over 1, so this has one meaning. */
const readPercent = (text: string): number =>
  readShare(/^\s*\d+([.]\d+)?\s*$/.test(text) && Number(text) > 1 ? `${text}%` : text);

async function allocate(variants: readonly VariantAnswer[], text: Ask): Promise<readonly VariantAnswer[]> {
  const keys = variants.map(({ key }) => key).join(', ');
  const answer = await text(`Allocation in percent for ${keys}, empty for an even split`, '', (value) => {
    if (value.trim() === '') return undefined;
    const shares = toWeights(value);
    if (shares.length !== variants.length) return `As many numbers as variants: ${variants.length}.`;
    return shares.reduce((sum, share) => sum + share, 0) === 10000 ? undefined : 'They must sum to 100.';
  });
  const weights = answer.trim() === '' ? [] : toWeights(answer);
  return variants.map((variant, at) => ({ ...variant, ...(weights[at] !== undefined && { weight: weights[at] }) }));
}

const split = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

const toVariants = (text: string): VariantAnswer[] => split(text).map(readVariant);
const toMetrics = (text: string): MetricAnswer[] => split(text).map(readMetric);
const toWeights = (text: string): number[] =>
  split(text.replaceAll('%', '')).map((part) => Math.round(Number(part) * 100));

const required = (value: string): string | undefined => (value.trim() ? undefined : 'It is needed.');

const checkList = (read: (text: string) => VariantAnswer) => (value: string) =>
  split(value).length < 2 ? 'At least two, with commas between them.' : attempt(() => split(value).map(read));

/** What is wrong, in words. */
function attempt(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
