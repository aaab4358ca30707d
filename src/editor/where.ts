/** Proposes on which pages an experiment runs, apart from the page that one happens to edit on. */

import type { Rule, Trigger } from '../core/index.js';

/** Where it may run. */
export type Where = 'here' | 'alike' | 'everywhere' | 'same';

/** A proposal, with the words that say what it matches. */
export interface PlaceChoice {
  readonly where: Where;
  readonly trigger: Trigger;
  readonly words: string;
}

/** The three places that can be chosen on a page with this path. */
export function placesOf(path: string): readonly PlaceChoice[] {
  const exact = `^${escaped(path)}$`;
  const alike = likeness(path);
  return [
    {
      where: 'here',
      trigger: { kind: 'urlMatch', pattern: exact, regex: true, on: 'path' },
      words: `Only this page: ${path}`,
    },
    ...(alike === null
      ? []
      : [
          {
            where: 'alike',
            trigger: { kind: 'urlMatch', pattern: alike.pattern, regex: true, on: 'path' },
            words: alike.words,
          } as const,
        ]),
    { where: 'everywhere', trigger: { kind: 'auto' }, words: 'Every page' },
  ];
}

/** Pages whose last part differs: what begins alike is most often made alike. Null on the home page. */
function likeness(path: string): { readonly pattern: string; readonly words: string } | null {
  const parts = path.split('/').filter(Boolean);
  if (parts.length < 2) return null;
  const stem = `/${parts.slice(0, -1).join('/')}/`;
  return { pattern: `^${escaped(stem)}[^/]+/?$`, words: `Pages like ${stem}…` };
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Who sees it: a kind of device, or `all`; `same`: as the file says. */
export type DeviceChoice = 'all' | 'mobile' | 'tablet' | 'desktop' | 'same';

/** The choices, with their words. */
export const DEVICES: readonly { readonly device: DeviceChoice; readonly words: string }[] = [
  { device: 'all', words: 'Everybody' },
  { device: 'mobile', words: 'Only on phones' },
  { device: 'tablet', words: 'Only on tablets' },
  { device: 'desktop', words: 'Only on computers' },
];

/** The rule that lets in such devices; null for everybody. */
export const ruleFor = (device: DeviceChoice): Rule | null =>
  device === 'all' || device === 'same' ? null : { '==': [{ var: 'device.type' }, device] };

/** The choice that a rule is; `same` for one that says something else. */
export const deviceOf = (rule: unknown): DeviceChoice =>
  rule === null || rule === undefined || rule === true
    ? 'all'
    : (DEVICES.find(({ device }) => JSON.stringify(ruleFor(device)) === JSON.stringify(rule))?.device ?? 'same');
