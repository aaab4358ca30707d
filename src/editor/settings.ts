/** Makes the settings of an experiment: where it runs, who sees it, and what it is called; and widths to look at it. */

import { button, field, make } from './made.js';
import type { DeviceChoice, Where } from './where.js';
import { WIDTHS, type Width } from './widths.js';

/** What is set. */
export interface EditorSettings {
  readonly where: Where;
  readonly device: DeviceChoice;
  readonly name: string;
  readonly variant: string;
}

/** What the settings tell. */
export interface SettingsEvents {
  onWidth(width: Width): void;
  /** Some are others, perhaps while somebody still types. */
  onSet(settings: Partial<EditorSettings>): void;
  /** One stands as somebody wants it. */
  onIsSet(): void;
}

/** One of several, with its words. */
export interface Choice<Value> {
  readonly value: Value;
  readonly words: string;
}

/** What is set at first. */
export interface SettingsStart {
  readonly settings: EditorSettings;
  readonly places: readonly Choice<Where>[];
  readonly devices: readonly Choice<DeviceChoice>[];
  /** Whether it is named here: an experiment of Studio has its names. */
  readonly hasNames: boolean;
}

/** The parts about where, for whom, and how wide. */
export const settingsParts = (start: SettingsStart, events: SettingsEvents): HTMLElement[] => [
  choices('Where it runs', 'where', start.places, start.settings.where, (where) => events.onSet({ where })),
  choices('Who sees it', 'device', start.devices, start.settings.device, (device) => events.onSet({ device })),
  widthsSection(events.onWidth),
];

/** The fields of the names; none where nothing can be named. */
export const nameFields = ({ hasNames, settings }: SettingsStart, { onSet }: SettingsEvents): HTMLElement[] =>
  hasNames
    ? [
        make('h2', {}, 'Experiment'),
        field(
          'Name',
          named(settings.name, (name) => onSet({ name })),
        ),
        field(
          'Variant',
          named(settings.variant, (variant) => onSet({ variant })),
        ),
      ]
    : [];

/** One of several, as radio buttons. */
function choices<Value extends string>(
  legend: string,
  name: string,
  all: readonly Choice<Value>[],
  chosen: Value,
  onChoose: (value: Value) => void,
): HTMLElement {
  const labels = all.map(({ value, words }) =>
    make(
      'label',
      { class: 'choice' },
      make('input', { type: 'radio', name, checked: value === chosen, onchange: () => onChoose(value) }),
      words,
    ),
  );
  return make('fieldset', {}, make('legend', {}, legend), ...labels);
}

const widthsSection = (onWidth: SettingsEvents['onWidth']): HTMLElement =>
  make(
    'section',
    {},
    make('h2', {}, 'Look at it as wide as'),
    make('div', { class: 'row' }, ...WIDTHS.map((one) => button(one.name, () => onWidth(one), { class: 'small' }))),
  );

const named = (value: string, tell: (value: string) => void): HTMLInputElement => {
  const input = make('input', { value, oninput: () => tell(input.value) });
  return input;
};
