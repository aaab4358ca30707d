/** Plans, publishes, rolls back, and switches off and on, and takes each down in the record. */

import { isAddress, Refusal, withoutSecrets } from '../files/index.js';
import {
  type Attempt,
  carryOut,
  chooseTarget,
  type Destination,
  findWayBack,
  goBack,
  loadConfig,
  openTarget,
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
import { type LastPlan, rememberPlan } from './lastplan.js';
import { answerOf } from './obstacles.js';
import type { DeedRecord, Intent } from './record.js';
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

/** What is published in a target. */
export interface TargetState {
  readonly target: string;
  readonly enabled: boolean;
  readonly revision: string | null;
  /** Earlier ones, the newest first. */
  readonly history: readonly string[];
}

/** Publishing of one folder. */
export interface Publications {
  /** Signs what is published. */
  readonly signer: Signer | undefined;
  /** Names of the targets. */
  targets(): Promise<readonly string[]>;
  state(to?: string): Promise<Done<TargetState>>;
  plan(to?: string): Promise<Done<Planned>>;
  /** What is known of the plan without making it. */
  readonly lastPlan: LastPlan;
  publish(request: PublishRequest): Promise<Done<TargetState>>;
  rollback(request: PublishRequest & { readonly revision?: string | undefined }): Promise<Done<TargetState>>;
  toggle(request: PublishRequest, enabled: boolean): Promise<Done<TargetState>>;
  /** The target as results need it; null where nothing is configured. */
  directory(to?: string): Promise<string | null>;
}

/**
 * A target elsewhere is fetched file by file, and every page shows whether it is on: that may be so old, unless it was
 * changed here.
 */
const REMEMBERED_MS = 30_000;
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
  const elsewhere = new Map<string, { readonly state: Promise<Done<TargetState>>; readonly since: number }>();
  const readNow = (target: string): Promise<Done<TargetState>> => {
    const state = stateOfTarget(target);
    if (isAddress(target)) elsewhere.set(target, { state, since: performance.now() });
    return state;
  };
  const stateAt = async (to?: string): Promise<Done<TargetState>> => {
    const found = await find(to);
    if (!found.ok) return found;
    const known = elsewhere.get(found.value.directory);
    const isFresh = known !== undefined && performance.now() - known.since < REMEMBERED_MS;
    return isFresh ? known.state : readNow(found.value.directory);
  };
  const recorded = (
    what: string,
    { author, to, reason }: PublishRequest,
    work: (destination: Destination) => Promise<Done<unknown>>,
  ): Promise<Done<TargetState>> =>
    turns(async () => {
      const found = await find(to);
      if (!found.ok) return found;
      const before = await readNow(found.value.directory);
      const revision = before.ok ? before.value.revision : null;
      const end = beginDeed(
        record,
        {
          ...{ who: whoIs(author), what, before: revision, target: withoutSecrets(found.value.directory) },
          ...(reason !== undefined && { reason }),
        },
        what === 'off',
      );
      const done = await work(found.value);
      lastPlan.forget();
      elsewhere.delete(found.value.directory);
      if (!done.ok) {
        end(false);
        return done;
      }
      const now = await readNow(found.value.directory);
      end(true, now.ok ? now.value.revision : undefined);
      return now;
    });
  return {
    signer,
    lastPlan,
    async targets() {
      const config = await loadConfig(directory);
      return config.ok ? Object.keys(config.value.targets) : [];
    },
    state: stateAt,
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
        return answerOf(way.ok ? await goBack(way.value, { ...OPTIONS, signer }) : (way as Attempt<void>));
      }),
    toggle: (request, enabled) =>
      recorded(enabled ? 'on' : 'off', request, async ({ directory: target }) =>
        answerOf(await toggle(target, enabled, () => undefined)),
      ),
    async directory(to) {
      const found = await find(to);
      return found.ok ? found.value.directory : null;
    },
  };
}

/** Files that wait, such as another tag, are one thing. */
const waitingIn = ({ plan, isNoop }: Planned): number => (isNoop ? 0 : Math.max(1, plan.experiments.length));

type EndDeed = (isDone: boolean, after?: string | null) => void;

/** On a disk that refuses, off has to work all the same: then it is not in the record. */
function beginDeed(record: DeedRecord, intent: Intent, mayGoOn: boolean): EndDeed {
  try {
    const deed = record.begin(intent);
    return (isDone, after) => {
      try {
        record.end(deed, isDone ? 'done' : 'failed', { after });
      } catch (error) {
        // What was done is done: the record shows it as under way.
        if (!(error instanceof Refusal)) throw error;
      }
    };
  } catch (error) {
    if (mayGoOn && error instanceof Refusal) return () => undefined;
    throw error;
  }
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

async function stateOfTarget(target: string): Promise<Done<TargetState>> {
  const opened = answerOf(await openTarget(target));
  if (!opened.ok) return opened;
  const { state } = opened.value;
  opened.value.letGo();
  return succeeded({
    target: withoutSecrets(target),
    enabled: state?.enabled ?? true,
    revision: state?.current.revision ?? null,
    history: (state?.history ?? []).map(({ revision }) => revision),
  });
}

async function publishNow(
  directory: string,
  destination: Destination,
  { base, allowBreaking, reason }: PublishRequest,
  signer: Signer | undefined,
): Promise<Done<unknown>> {
  const planned = answerOf(await planFor(silent, directory, destination));
  if (!planned.ok) return planned;
  try {
    if (base !== undefined && base !== planned.value.target.base) return refused('MOVED');
    if (planned.value.isNoop && !signer) return succeeded(null);
    const isBreakingAllowed = allowBreaking === true && reason !== undefined;
    if (riskOf(planned.value) && !isBreakingAllowed) return refused('BREAKING');
    return answerOf(await carryOut(planned.value, { ...OPTIONS, signer, isBreakingAllowed, reason }));
  } finally {
    planned.value.target.letGo();
  }
}
