/** Plans, publishes, rolls back, and switches off and on, and takes each down in the record. */

import { withoutSecrets } from '../files/index.js';
import {
  type Attempt,
  carryOut,
  type Destination,
  findWayBack,
  goBack,
  type Planned,
  planFor,
  rememberComparing,
  riskOf,
  type Signer,
  toggle,
  WAIT_MS,
} from '../publishing/index.js';
import { settleCutOff } from './cutoff.js';
import { findTarget, namedTargets, targetPlaces } from './destinations.js';
import { type Done, refused, succeeded } from './fault.js';
import type { Author } from './gitcommits.js';
import { createHoldings, type LiveState, partOfHeld, type TargetHeld, type TargetState } from './holdings.js';
import { type LastPlan, rememberPlan } from './lastplan.js';
import { answerOf } from './obstacles.js';
import { type DeedRecord, doRecorded, type PublicationAim } from './record.js';
import { createTurns, type Turns } from './turns.js';
import { silent, type Workspace } from './workspace.js';
import { whoIs } from './writing.js';

/** What somebody asks for besides. */
export interface PublishRequest {
  readonly author: Author;
  /** Default: the only target of the configuration. */
  readonly to?: string | undefined;
  /** The base of the plan that was looked at; another one now is refused. */
  readonly base?: string | null | undefined;
  /** What the plan that was looked at would publish; something else now is refused. Default: whatever is there. */
  readonly proposed?: string | undefined;
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
  /** The name of the one that visitors meet; null where nothing is configured. */
  main(): Promise<string | null>;
  /** @param to Default: the main one */
  state(to?: string): Promise<Done<TargetState>>;
  /** What visitors have, whatever the files say, and whether they have an error. */
  live(to?: string): Promise<Done<LiveState>>;
  /** @param to Default: the main one */
  plan(to?: string): Promise<Done<Planned>>;
  /** What is known of the plan without making it. */
  readonly lastPlan: LastPlan;
  publish(request: PublishRequest): Promise<Done<TargetState>>;
  rollback(request: PublishRequest & { readonly revision?: string | undefined }): Promise<Done<TargetState>>;
  /** Without a target every one is switched: what is said of the main one, or why one of them could not be. */
  toggle(request: PublishRequest, enabled: boolean): Promise<Done<TargetState>>;
  /** Where each target lies, by its name, the main one first. */
  places(): Promise<ReadonlyMap<string, string>>;
  /** Takes down what became of what an earlier process had begun. @param onProblem hears why that could not be done */
  settle(onProblem: (error: unknown) => void): Promise<void>;
}

/** What is told while it works is on the page afterwards. */
const OPTIONS = { waitMs: WAIT_MS, say: () => undefined };

/** How a folder is published. */
export interface PublicationOptions {
  /** Default: nobody has the key here, and a signed target is only switched off and on. */
  readonly signer?: Signer | undefined;
  /** The target that visitors meet. Default: the first of the configuration. */
  readonly main?: string | null | undefined;
}

/** Publishing of a folder of experiments. */
export function createPublications(
  workspace: Workspace,
  record: DeedRecord,
  { signer, main = null }: PublicationOptions = {},
): Publications {
  const { directory } = workspace;
  const turns = new Map<string, Turns>();
  /** One thing at a time of one target: one that is away keeps nobody from another. */
  const turnsAt = (place: string): Turns => {
    const known = turns.get(place) ?? createTurns();
    turns.set(place, known);
    return known;
  };
  const comparing = rememberComparing(Date.now);
  const lastPlan = rememberPlan();
  const find = (to?: string): Promise<Done<Destination>> => findTarget(directory, to);
  const placesNow = (): Promise<ReadonlyMap<string, string>> => targetPlaces(directory, main);
  const mainName = async (): Promise<string | null> => [...(await placesNow()).keys()][0] ?? null;
  /** Whoever only looks need not name one of several. */
  const findSeen = async (to?: string): Promise<Done<Destination>> => find(to ?? (await mainName()) ?? undefined);
  const holdings = createHoldings();
  const heldAt = async <Part extends keyof TargetHeld>(part: Part, to?: string): Promise<Done<TargetHeld[Part]>> => {
    const found = await findSeen(to);
    if (!found.ok) return found;
    return partOfHeld(part, await holdings.at(found.value.directory));
  };
  const recorded = async (
    what: string,
    { author, to, reason }: PublishRequest,
    work: (destination: Destination, aim: (aim: PublicationAim) => void) => Promise<Done<Made>>,
  ): Promise<Done<TargetState>> => {
    const found = await find(to);
    if (!found.ok) return found;
    const { directory: place } = found.value;
    return turnsAt(place)(async () => {
      const state = await holdings.now(place);
      const isSwitch = what === 'off' || what === 'on';
      const { enabled = true, revision = null } = state.ok ? state.value.state : {};
      const before = !state.ok ? null : isSwitch ? (enabled ? 'on' : 'off') : revision;
      const target = withoutSecrets(place);
      const intent = { who: whoIs(author), what, target, before, ...(reason !== undefined && { reason }) };
      const options = { mayGoOn: what === 'off', factsOf: (made: Made) => made };
      const done = await doRecorded(record, intent, (aim) => work(found.value, aim), options);
      lastPlan.forget();
      holdings.forget(place);
      return done.ok ? partOfHeld('state', await holdings.now(place)) : done;
    });
  };
  /** Nothing was published there: nothing has to be switched. */
  const isUnused = async (place: string): Promise<boolean> => {
    const state = partOfHeld('state', await holdings.at(place));
    return state.ok && state.value.revision === null;
  };
  const switchOne = (request: PublishRequest, enabled: boolean): Promise<Done<TargetState>> =>
    recorded(enabled ? 'on' : 'off', request, async ({ directory: target }) => {
      const switched = answerOf(await toggle(target, enabled, () => undefined));
      return switched.ok ? succeeded({ after: enabled ? 'on' : 'off' }) : switched;
    });
  return {
    signer,
    lastPlan,
    places: placesNow,
    main: mainName,
    async settle(onProblem) {
      const places = [...(await placesNow()).values()];
      await settleCutOff({ record, places, heldAt: holdings.now, onProblem });
    },
    targets: async () => [...(await namedTargets(directory)).keys()],
    state: (to) => heldAt('state', to),
    live: (to) => heldAt('live', to),
    async plan(to) {
      const found = await findSeen(to);
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
      recorded('publish', request, (destination, aim) => publishNow({ directory, destination, signer, aim }, request)),
    rollback: (request) =>
      recorded('rollback', request, async ({ directory: target }, aim) => {
        const way = await findWayBack(target, request.revision);
        if (!way.ok) return answerOf(way as Attempt<never>);
        aim({ after: way.value.to.revision, release: way.value.to.release });
        const gone = answerOf(await goBack(way.value, { ...OPTIONS, signer }));
        return gone.ok ? succeeded({ after: way.value.to.revision }) : gone;
      }),
    async toggle(request, enabled) {
      const places = await placesNow();
      if (request.to !== undefined || places.size < 2) return switchOne(request, enabled);
      // One that is away keeps none of the others on, and nobody waits for it but whoever asked.
      const all = await Promise.all(
        [...places].map(async ([to, place]) =>
          (await isUnused(place)) ? null : ([to, await switchOne({ ...request, to }, enabled)] as const),
        ),
      );
      const used = all.filter((one) => one !== null);
      return used.length ? togetherOf(used, enabled) : switchOne(request, enabled);
    },
  };
}

/** Files that wait, such as another tag, are one thing. */
const waitingIn = ({ plan, isNoop }: Planned): number => (isNoop ? 0 : Math.max(1, plan.experiments.length));

/** What is said of the first, where all were switched. */
function togetherOf(all: readonly (readonly [string, Done<TargetState>])[], enabled: boolean): Done<TargetState> {
  const word = enabled ? 'on' : 'off';
  const switched = all.flatMap(([name, done]) => (done.ok ? [name] : []));
  const failed = all.flatMap(([name, done]) => (done.ok ? [] : [{ name, fault: done.fault }]));
  const [first] = failed;
  if (!first) return all[0]?.[1] as Done<TargetState>;
  const others = switched.length ? `, and switched ${word} is ${switched.join(', ')}` : '';
  const message = failed.map(({ name, fault }) => `${name} could not be switched ${word}: ${fault.message}`).join('. ');
  return refused(first.fault.code, { ...first.fault, message: `${message}${others}` });
}

interface Made {
  readonly after: string | null;
}

const UNSEEN = 'The experiments changed since the plan was shown: look at it again, then publish';

interface PublishParts {
  readonly directory: string;
  readonly destination: Destination;
  readonly signer: Signer | undefined;
  readonly aim: (aim: PublicationAim) => void;
}

async function publishNow(
  { directory, destination, signer, aim }: PublishParts,
  { base, proposed, allowBreaking, reason }: PublishRequest,
): Promise<Done<Made>> {
  const planned = answerOf(await planFor(silent, directory, destination));
  if (!planned.ok) return planned;
  try {
    if (base !== undefined && base !== planned.value.target.base) return refused('MOVED');
    const { rendered, isNoop } = planned.value;
    const isSeen = proposed === undefined || proposed === rendered.release.release;
    if (!isSeen) return refused('MOVED', { message: UNSEEN });
    const made: Made = { after: rendered.release.revision };
    if (isNoop && !signer) return succeeded(made);
    const isBreakingAllowed = allowBreaking === true && reason !== undefined;
    if (riskOf(planned.value) && !isBreakingAllowed) return refused('BREAKING');
    aim({ after: made.after, release: rendered.release.release });
    const published = answerOf(await carryOut(planned.value, { ...OPTIONS, signer, isBreakingAllowed, reason }));
    return published.ok ? succeeded(made) : published;
  } finally {
    planned.value.target.letGo();
  }
}
