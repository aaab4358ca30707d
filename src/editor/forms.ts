/** The form of each kind of change: what it asks for, and the op that it makes for a selector. */

import type { Op, Position } from '../core/index.js';
import { fold } from '../tag/rehearsal.js';

/** A field of a form. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly kind: 'line' | 'text' | 'choice';
  readonly choices?: readonly string[];
  /** What stands in it at first, for the element that was picked. */
  first(element: Element): string;
}

/** What somebody has filled in. */
export type Filled = Readonly<Record<string, string>>;

/** A kind of change. */
export interface Form {
  readonly kind: string;
  readonly label: string;
  /** Whether it can be made to this element. */
  fits(element: Element): boolean;
  readonly asked: readonly FormField[];
  /** The op; `was` is what the element shows without any change, for the kinds that have it. */
  op(selector: string, filled: Filled, element: Element): Op;
}

const always = (): boolean => true;
const value = (label: string, kind: FormField['kind'], first: FormField['first']): FormField => ({
  name: 'value',
  label,
  kind,
  first,
});
const textOf = (element: Element): string => fold(element.textContent ?? '');
/** A text of any length would make a file that nobody reads; what is longer is told apart by its selector alone. */
const LONGEST_WAS = 300;
const was = (text: string): { readonly was?: string } => (text && text.length <= LONGEST_WAS ? { was: text } : {});
const attribute = (name: string, label: string, fits: Form['fits']): Form => ({
  kind: name,
  label,
  fits,
  asked: [value(label, 'line', (element) => element.getAttribute(name) ?? '')],
  op: (selector, { value: text = '' }, element) => ({
    op: 'setAttr',
    selector,
    name,
    value: text,
    ...was(element.getAttribute(name) ?? ''),
  }),
});

/** The properties that people change most, with the words that they have for them. */
const STYLES = [
  'color',
  'background-color',
  'font-size',
  'font-weight',
  'padding',
  'margin',
  'width',
  'border-radius',
  'text-align',
  'line-height',
  'letter-spacing',
  'height',
  'border',
  'opacity',
  'display',
  'visibility',
  'order',
] as const;
const POSITIONS: readonly Position[] = ['beforebegin', 'afterbegin', 'beforeend', 'afterend'];

/** Every kind of change, the most wanted first. */
export const FORMS: readonly Form[] = [
  {
    kind: 'text',
    label: 'Text',
    fits: (element) => !/^(?:img|input|textarea|select|video|iframe|hr|br)$/.test(element.localName),
    asked: [value('New text', 'text', textOf)],
    op: (selector, { value: text = '' }, element) => ({
      op: 'replaceText',
      selector,
      value: text,
      ...was(textOf(element)),
    }),
  },
  attribute('src', 'Image address', (element) => element.localName === 'img'),
  attribute('alt', 'Image description', (element) => element.localName === 'img'),
  attribute('href', 'Link', (element) => element.localName === 'a'),
  {
    kind: 'style',
    label: 'Style',
    fits: always,
    asked: [
      { name: 'property', label: 'Property', kind: 'choice', choices: STYLES, first: () => 'color' },
      value('Value', 'line', (element) => getComputedStyle(element).color),
    ],
    op: (selector, { property = 'color', value: text = '' }) => ({
      op: 'setStyle',
      selector,
      name: property,
      value: text,
    }),
  },
  {
    kind: 'hide',
    label: 'Hide',
    fits: always,
    asked: [],
    op: (selector) => ({ op: 'setStyle', selector, name: 'display', value: 'none !important' }),
  },
  { kind: 'remove', label: 'Remove', fits: always, asked: [], op: (selector) => ({ op: 'remove', selector }) },
  {
    kind: 'insert',
    label: 'Insert',
    fits: always,
    asked: [
      { name: 'position', label: 'Where', kind: 'choice', choices: POSITIONS, first: () => 'afterend' },
      value('HTML', 'text', () => '<p>New</p>'),
    ],
    op: (selector, { position, value: text = '' }) => ({
      op: 'injectHTML',
      selector,
      position: POSITIONS.find((one) => one === position) ?? 'afterend',
      value: text,
    }),
  },
  {
    kind: 'html',
    label: 'HTML',
    fits: always,
    asked: [value('New content', 'text', (element) => element.innerHTML.trim())],
    op: (selector, { value: text = '' }, element) => ({
      op: 'replaceHTML',
      selector,
      value: text,
      ...was(textOf(element)),
    }),
  },
  {
    kind: 'class',
    label: 'Class',
    fits: always,
    asked: [
      { name: 'what', label: 'What to do', kind: 'choice', choices: ['add', 'remove'], first: () => 'add' },
      value('Class', 'line', () => ''),
    ],
    op: (selector, { what, value: text = '' }) => ({
      op: what === 'remove' ? 'removeClass' : 'addClass',
      selector,
      value: text.trim(),
    }),
  },
  {
    kind: 'attribute',
    label: 'Attribute',
    fits: always,
    asked: [{ name: 'name', label: 'Name', kind: 'line', first: () => 'title' }, value('Value', 'line', () => '')],
    op: (selector, { name = '', value: text = '' }, element) => ({
      op: 'setAttr',
      selector,
      name,
      value: text,
      ...was(element.getAttribute(name) ?? ''),
    }),
  },
];

/** A change in one line, for the list. */
export function changeTitle(op: Op): string {
  switch (op.op) {
    case 'replaceText':
      return `Text: ${op.value}`;
    case 'replaceHTML':
      return `HTML: ${op.value}`;
    case 'setAttr':
      return `${op.name}: ${op.value}`;
    case 'setStyle':
      return op.name === 'display' && /^none/.test(op.value) ? 'Hide' : `${op.name}: ${op.value}`;
    case 'addClass':
      return `Class: ${op.value}`;
    case 'removeClass':
      return `Without class: ${op.value}`;
    case 'remove':
      return 'Remove';
    case 'injectHTML':
      return `Insert ${op.position}: ${op.value}`;
    case 'injectCSS':
      return `CSS: ${op.value}`;
  }
}
