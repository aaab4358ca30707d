/** Turns counts into a result: what each variant did, how sure that is, and what to do now. */

import { type Arms, type Manner, type PhaseVariant, sum, variantsOf } from './compared.js';
import type { ArmCounts, ExperimentCounts } from './counts.js';
import { byDay, daysOf } from './days.js';
import { type Asked, choosePhase, comparedIn } from './design.js';
import { type Certainty, chiSquared, equalityP, splitAlways, splitAtOnce } from './inference/index.js';
import { metricOf, withRates } from './metricresult.js';
import { offDaysOf } from './offdays.js';
import type { Arm, Result, SegmentResult, Split } from './result.js';
import { silentIn } from './silent.js';
import { verdictOn } from './verdict.js';

/** The result of an experiment within one phase. */
export function readOut(asked: Asked, counts: ExperimentCounts, manner: Manner): Result {
  const chosen = choosePhase(asked, counts, manner.phase);
  const { shares, control } = chosen;
  const { arms, carried } = comparedIn(chosen.counts?.arms ?? []);
  const variants = variantsOf(asked, shares);
  const told = variants.map((variant) => armOf(variant, arms.get(variant.key)));
  const subjects = sum(told.map((arm) => arm.subjects));
  const seen = subjects ? chosen.counts : null;
  const metrics = withRates(asked.metrics.map((metric, at) => metricOf(metric, at, variants, control, arms, manner)));
  const days = daysOf(asked, variants, control, arms, manner);
  const base: Omit<Result, 'verdict'> = {
    id: asked.id,
    phase: chosen.phase,
    phases: counts.phases.map(({ phase, arms: all }) => ({ phase, subjects: sum(all.map((arm) => arm.subjects)) })),
    control,
    subjects,
    sinceMs: seen?.sinceMs ?? null,
    untilMs: seen?.untilMs ?? null,
    arms: told,
    split: splitOf(variants, arms, manner.certainty),
    isOwnDesign: chosen.isOwnDesign,
    isFilePhase: chosen.phase === asked.phase,
    mixed: chosen.counts?.mixed ?? 0,
    carried,
    strangers: sum([...arms].map(([key, arm]) => (shares.has(key) ? 0 : arm.subjects))),
    failuresP: equalityP(told.map((arm) => ({ subjects: arm.subjects, had: arm.failed }))),
    metrics,
    segments: (chosen.counts?.segments ?? []).map((one) =>
      segmentOf(asked, one, comparedIn(one.arms).arms, variants, control, manner),
    ),
    days,
    offDays: offDaysOf(
      days,
      variants.map(({ share }) => share),
    ),
    silent: subjects ? silentIn(metrics, manner.heard) : [],
    planned: asked.plan && { subjects: asked.plan.subjects, share: subjects / asked.plan.subjects },
  };
  return { ...base, verdict: verdictOn(base, asked, manner.certainty) };
}

const armOf = ({ key, name, share }: PhaseVariant, counts: ArmCounts | undefined): Arm => ({
  variant: key,
  name,
  subjects: counts?.subjects ?? 0,
  expectedShare: share,
  failed: counts?.failed ?? 0,
  failures: counts?.failures ?? [],
});

function splitOf(variants: readonly PhaseVariant[], arms: Arms, { tunedFor }: Certainty): Split | null {
  const cells = variants.map(({ key, share }) => ({ share, subjects: arms.get(key)?.subjects ?? 0 }));
  if (!cells.some(({ subjects }) => subjects)) return null;
  const [counts, expected] = [cells.map(({ subjects }) => subjects), cells.map(({ share }) => share)];
  const { statistic = null, degrees = null } = chiSquared(counts, expected) ?? {};
  if (tunedFor === undefined) return { ...splitAtOnce(cells), statistic, degrees };
  const looks: number[][] = [];
  for (const own of byDay(variants, arms).values())
    looks.push(own.map((one, at) => (looks.at(-1)?.[at] ?? 0) + (one?.subjects ?? 0)));
  return { ...splitAlways(looks.length ? looks : [counts], expected), statistic, degrees };
}

function segmentOf(
  asked: Asked,
  { by, value }: { readonly by: string; readonly value: string | null },
  arms: Arms,
  variants: readonly PhaseVariant[],
  control: string,
  manner: Manner,
): SegmentResult {
  const own = variants.map(({ key }) => ({ variant: key, subjects: arms.get(key)?.subjects ?? 0 }));
  return {
    by,
    value,
    subjects: sum(own.map(({ subjects }) => subjects)),
    arms: own,
    split: splitOf(variants, arms, { confidence: manner.certainty.confidence }),
    metrics: asked.metrics.map((metric, at) => metricOf(metric, at, variants, control, arms, manner)),
  };
}
