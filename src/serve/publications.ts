/** Plans, publishes, rolls back, and switches off and on, and takes each down in the record. */

import { withoutSecrets } from '../files/index.js';
import {
  type Attempt,
  carryOut,
  chooseTarget,
  type Destination,
  findWayBack,
  goBack,
  loadConfig,
  type Planned,
  planFor,
  rememberComparing,
  riskOf,
  type Signer,
  toggle,
  WAIT_MS,
} from '../publishing/index.js';
import { type Done, refused, succeeded } from './fault.js';
import type { Author } from './gitcommits.js';
import { createHoldings, type LiveState, partOfHeld, type TargetHeld, type TargetState } from './holdings.js';
import { type LastPlan, rememberPlan } from './lastplan.js';
import { answerOf } from './obstacles.js';
import { type DeedRecord, doRecorded } from './record.js';
import { createTurns } from './turns.js';
import { silent, type Workspace } from './workspace.js';
import { whoIs } from './writing.js';

/** What somebody asks for besides. */
export interface PublishRequest {
  readonly author: Author;
  /** Default: the only target of the configuration. */
  readonly to?: string | undefined;
  /** The base of the plan that was looked at; another one now is refused. */
  readonly base?: string | null | undefined;
  readonly allowBreaking?: boolean | undefined;
  /** Needed with `allowBreaking`. */
  readonly reason?: string | undefined;
}

/** Publishing of one folder. */
export interface Publications {
  /** Signs what is published. */
  readonly signer: Signer | undefined;
  /** Names of the targets. */
  targets(): Promise<readonly string[]>;
  state(to?: string): Promise<Done<TargetState>>;
  /** What visitors have, whatever the files say, and whether they have an error. */
  live(to?: string): Promise<Done<LiveState>>;
  plan(to?: string): Promise<Done<Planned>>;
  /** What is known of the plan without making it. */
  readonly lastPlan: LastPlan;
  publish(request: PublishRequest): Promise<Done<TargetState>>;
  rollback(request: PublishRequest & { readonly revision?: string | undefined }): Promise<Done<TargetState>>;
  toggle(request: PublishRequest, enabled: boolean): Promise<Done<TargetState>>;
  /** The target as results need it; null where nothing is configured. */
  directory(to?: string): Promise<string | null>;
}

/** What is told while it works is on the page afterwards. */
const OPTIONS = { waitMs: WAIT_MS, say: () => undefined };

/**
 * Publishing of a folder of experiments.
 *
 * @param signer Default: nobody has the key here, and a signed target is only switched off and on
 */
export function createPublications(workspace: Workspace, record: DeedRecord, signer?: Signer): Publications {
  const { directory } = workspace;
  const turns = createTurns();
  const comparing = rememberComparing(Date.now);
  const lastPlan = rememberPlan();
  const find = (to?: string): Promise<Done<Destination>> => findTarget(directory, to);
  const holdings = createHoldings();
  const heldAt = async <Part extends keyof TargetHeld>(part: Part, to?: string): Promise<Done<TargetHeld[Part]>> => {
    const found = await find(to);
    if (!found.ok) return found;
    return partOfHeld(part, await holdings.at(found.value.directory));
  };
  const recorded = (
    what: string,
    { author, to, reason }: PublishRequest,
    work: (destination: Destination) => Promise<Done<Made>>,
  ): Promise<Done<TargetState>> =>
    turns(async () => {
      const found = await find(to);
      if (!found.ok) return found;
      const { directory: place } = found.value;
      const state = await holdings.now(place);
      const isSwitch = what === 'off' || what === 'on';
      const { enabled = true, revision = null } = state.ok ? state.value.state : {};
      const before = !state.ok ? null : isSwitch ? (enabled ? 'on' : 'off') : revision;
      const target = withoutSecrets(place);
      const intent = { who: whoIs(author), what, target, before, ...(reason !== undefined && { reason }) };
      const options = { mayGoOn: what === 'off', factsOf: (made: Made) => made };
      const done = await doRecorded(record, intent, () => work(found.value), options);
      lastPlan.forget();
      holdings.forget(place);
      return done.ok ? partOfHeld('state', await holdings.now(place)) : done;
    });
  return {
    signer,
    lastPlan,
    async targets() {
      const config = await loadConfig(directory);
      return config.ok ? Object.keys(config.value.targets) : [];
    },
    state: (to) => heldAt('state', to),
    live: (to) => heldAt('live', to),
    async plan(to) {
      const found = await find(to);
      if (!found.ok) return found;
      const keep = lastPlan.begin();
      const planned = await planFor(silent, directory, found.value, { open: workspace.project, comparing });
      // It is looked at; who publishes plans anew.
      if (planned.ok) {
        planned.value.target.letGo();
        if (to === undefined) keep(waitingIn(planned.value));
      }
      return answerOf(planned);
    },
    publish: (request) =>
      recorded('publish', request, (destination) => publishNow(directory, destination, request, signer)),
    rollback: (request) =>
      recorded('rollback', request, async ({ directory: target }) => {
        const way = await findWayBack(target, request.revision);
        if (!way.ok) return answerOf(way as Attempt<never>);
        const gone = answerOf(await goBack(way.value, { ...OPTIONS, signer }));
        return gone.ok ? succeeded({ after: way.value.to.revision }) : gone;
      }),
    toggle: (request, enabled) =>
      recorded(enabled ? 'on' : 'off', request, async ({ directory: target }) => {
        const switched = answerOf(await toggle(target, enabled, () => undefined));
        return switched.ok ? succeeded({ after: enabled ? 'on' : 'off' }) : switched;
      }),
    async directory(to) {
      const found = await find(to);
      return found.ok ? found.value.directory : null;
    },
  };
}

/** Files that wait, such as another tag, are one thing. */
const waitingIn = ({ plan, isNoop }: Planned): number => (isNoop ? 0 : Math.max(1, plan.experiments.length));

/** What the target holds after it, a revision or whether it is on. */
interface Made {
  readonly after: string | null;
}

async function findTarget(directory: string, to: string | undefined): Promise<Done<Destination>> {
  const config = await loadConfig(directory);
  if (!config.ok) return answerOf(config);
  // A terminal may name any folder; whoever comes over the network may not.
  const names = Object.keys(config.value.targets);
  if (to !== undefined && !names.includes(to))
    return refused('NO_TARGET', { message: `No target is called ${to}: there is ${names.join(', ') || 'none'}` });
  return answerOf(chooseTarget(to, config.value));
}

async function publishNow(
  directory: string,
  destination: Destination,
  { base, allowBreaking, reason }: PublishRequest,
  signer: Signer | undefined,
): Promise<Done<Made>> {
  const planned = answerOf(await planFor(silent, directory, destination));
  if (!planned.ok) return planned;
  try {
    if (base !== undefined && base !== planned.value.target.base) return refused('MOVED');
    const { rendered, isNoop } = planned.value;
    const made: Made = { after: rendered.release.revision };
    if (isNoop && !signer) return succeeded(made);
    const isBreakingAllowed = allowBreaking === true && reason !== undefined;
    if (riskOf(planned.value) && !isBreakingAllowed) return refused('BREAKING');
    const published = answerOf(await carryOut(planned.value, { ...OPTIONS, signer, isBreakingAllowed, reason }));
    return published.ok ? succeeded(made) : published;
  } finally {
    planned.value.target.letGo();
  }
}
