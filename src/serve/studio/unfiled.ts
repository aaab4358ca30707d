/** Answers who asks for an experiment that no file holds: its file has an error, is gone, or was never there. */

import { describeTrigger, describeVisitors } from '../../authoring/index.js';
import type { Experiment } from '../../core/index.js';
import { type Html, html } from '../../pages/index.js';
import type { Desk, StudioContext } from './desk.js';
import { type ExperimentStanding, errorPathOf, meetingOf, standingChips, standingOf } from './standing.js';

/** Leads to the line of the error, or shows what visitors still have of it. */
export async function answerWithoutFile(desk: Desk, c: StudioContext, id: string): Promise<Response> {
  const { house } = desk;
  const errorAt = errorPathOf(await house.workspace.read(), id);
  if (errorAt !== null) return c.redirect(errorAt, 303);
  const meeting = await meetingOf(house);
  const experiment = 'why' in meeting ? undefined : meeting.experiments.get(id)?.experiment;
  if (!experiment) {
    const fault = { code: 'EXPERIMENT_NOT_FOUND', message: `There is no experiment ${id}`, problems: [] } as const;
    return desk.refuse(c, fault, 'experiments');
  }
  const standing = standingOf({ id, filed: undefined, errorAt }, meeting, house.now());
  return desk.show(c, { title: experiment.name, at: 'experiments', body: goneBody(experiment, standing) });
}

const goneBody = (experiment: Experiment, standing: ExperimentStanding): Html => html`
      <p class="crumbs"><a href="/experiments">Experiments</a></p>
      <div class="title"><h1>${experiment.name}</h1>${standingChips(standing)}</div>
      <p class="quiet"><code>${experiment.id}</code></p>
      <p>Its file is gone, so it cannot be changed here. Visitors have it as it was published, until the <a href="/publish">next publication</a> takes it out.</p>
      <dl class="facts">
        <div><dt>Starts</dt><dd>${describeTrigger(experiment.trigger)}</dd></div>
        <div><dt>For</dt><dd>${describeVisitors(experiment)}</dd></div></dl>`;
