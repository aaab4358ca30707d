/** Says in sentences what fx doctor found in a target. */

import type { Check } from '../doctor/index.js';
import { withoutSecrets } from '../files/index.js';
import { type Attempt, type ExaminedTarget, examineTarget, type Notice, type Target } from '../publishing/index.js';
import { noticeText, obstacleText } from './obstacles.js';
import { lastPublished } from './published.js';

/** Reads a target, asks whether it would take a publication, and says what there is to say. */
export async function checkTarget(place: string): Promise<readonly Check[]> {
  const examined = await examineTarget(place);
  if (!examined.ok) return [{ level: 'fail', code: 'target', message: obstacleText(examined.obstacle, 'fx doctor') }];
  const { target, door } = examined.value;
  return [await holdingCheck(target), ...fileChecks(target), doorCheck(target, door)];
}

async function holdingCheck(target: Target): Promise<Check> {
  const isLive = target.state?.enabled ?? false;
  return { level: isLive ? 'ok' : 'warn', code: 'target', message: await lastPublished(target) };
}

/** Files of which visitors get others than were published are to be corrected; the rest is worth a look. */
function fileChecks(target: Target): Check[] {
  const { state, isUnfinished, isAdopted, drift, damaged, lost, place } = target;
  if (!state) return [];
  const failed = (notice: Notice): Check => ({ level: 'fail', code: notice.code, message: noticeText(notice) });
  const warned = (notice: Notice): Check => ({ level: 'warn', code: notice.code, message: noticeText(notice) });
  const directory = withoutSecrets(place);
  const found = [
    ...(isUnfinished ? [failed({ code: 'unfinished', directory })] : []),
    ...(isAdopted ? [warned({ code: 'adopted', directory })] : []),
    ...(drift.length ? [failed({ code: 'drift', names: drift })] : []),
    ...(damaged.size ? [failed({ code: 'repair', names: [...damaged.keys()].sort() })] : []),
    ...(lost.length ? [warned({ code: 'lost', revisions: lost })] : []),
  ];
  return found.length ? found : [{ level: 'ok', code: 'files', message: 'Every file is as fx published it.' }];
}

function doorCheck({ place, state }: Target, door: ExaminedTarget['door']): Check {
  const code = 'door';
  if (!door.ok) return { level: 'fail', code, message: refusedText(door) };
  const name = withoutSecrets(place);
  switch (door.value) {
    case 'open':
      return { level: 'ok', code, message: 'It would take a publication.' };
    case 'unguarded':
      return {
        level: 'fail',
        code,
        message: `${name} writes a file that must not be there yet although it is (it does not know If-None-Match), so two who publish at once may mix their files: use a store that knows conditional writes.`,
      };
    case 'unasked':
      return {
        level: 'warn',
        code,
        message: state
          ? `${name} cannot be asked whether it would take a publication, nor what lies there: this is what was sent from here.`
          : 'Whether it would take a publication shows once something is published there.',
      };
  }
}

const refusedText = (door: Extract<Attempt<unknown>, { ok: false }>): string =>
  `It would take no publication: ${obstacleText(door.obstacle, 'fx doctor')}`;
