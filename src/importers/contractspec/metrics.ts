/**
 * Turns the success metrics of an ExperimentSpec into metrics: what is counted, averages, and the values that most stay
 * below.
 */

import { isFilledText, isLoose, type Loose, looseList, type TranslationNotes } from '../translation.js';

/** The metrics that can be said; the others need a person, each by its name. */
export function successMetricsOf({ successMetrics }: Loose, notes: TranslationNotes): object[] {
  const metrics = looseList(successMetrics).flatMap((metric, at) => {
    const event = isLoose(metric.telemetryEvent) ? metric.telemetryEvent : { name: metric.telemetryEvent };
    const [name, eventName] = [metric.name ?? metric.key, event.name ?? event.key];
    const label = isFilledText(name) ? name : `${at + 1}`;
    const kind = kindOf(metric.aggregation);
    if (!kind || !isFilledText(eventName)) {
      const why = kind ? 'names no event' : `is ${metric.aggregation ?? 'of no kind'}`;
      notes.needs.push([`the metric ${label} ${why}: write it as docs/results.md says`, metric]);
      return [];
    }
    if (kind.kind !== 'count')
      notes.needs.push([`more counts as better in the metric ${label}: write goal: decrease where less does`, metric]);
    if (metric.target !== undefined)
      notes.needs.push([
        `the metric ${label} has a target, ${JSON.stringify(metric.target)}: a result has none here`,
        metric,
        'target',
      ]);
    return [{ key: `metric-${at + 1}`, name: label, ...kind, eventName }];
  });
  // The first that is left decides.
  return metrics.map((metric, at) => ({ ...metric, isPrimary: at === 0 }));
}

function kindOf(aggregation: unknown): { readonly kind: string; readonly quantile?: number } | undefined {
  if (aggregation === 'count') return { kind: 'count' };
  if (aggregation === 'avg' || aggregation === 'average') return { kind: 'average' };
  const [, percent] = /^p(\d\d)$/.exec(`${aggregation}`) ?? [];
  return Number(percent) > 0 ? { kind: 'quantile', quantile: Number(percent) / 100 } : undefined;
}
