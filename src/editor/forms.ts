/** Makes the form of each kind of change: what it asks for, and the op that it makes for a selector. */

import type { Op, Position } from '../core/index.js';
import { fold } from '../tag/rehearsal.js';

/** A field of a form. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly kind: 'line' | 'text' | 'choice';
  readonly choices?: readonly string[];
  /**
   * Names which change it is, as the name of an attribute: another one is another change, and not this one corrected.
   */
  readonly isKey?: boolean;
  /** What stands in it at first, for the element that was picked; `key` is what names the change. */
  first(element: Element, key: string): string;
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
  /** What has to be there before it is a change. Default: nothing. */
  readonly needs?: readonly string[];
  /** What stands in the form for a change that was made with it; null for a change of another kind. */
  read(op: Op): Filled | null;
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
  read: (op) => (op.op === 'setAttr' && op.name === name ? { value: op.value } : null),
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
    read: (op) => (op.op === 'replaceText' ? { value: op.value } : null),
  },
  attribute('src', 'Image address', (element) => element.localName === 'img'),
  attribute('alt', 'Image description', (element) => element.localName === 'img'),
  attribute('href', 'Link', (element) => element.localName === 'a'),
  {
    kind: 'style',
    label: 'Style',
    fits: always,
    asked: [
      { name: 'property', label: 'Property', kind: 'choice', choices: STYLES, isKey: true, first: () => 'color' },
      value('Value', 'line', (element, property) => getComputedStyle(element).getPropertyValue(property)),
    ],
    needs: ['value'],
    op: (selector, { property = 'color', value: text = '' }) => ({
      op: 'setStyle',
      selector,
      name: property,
      value: text,
    }),
    read: (op) => (op.op === 'setStyle' ? { property: op.name, value: op.value } : null),
  },
  {
    kind: 'hide',
    label: 'Hide',
    fits: always,
    asked: [],
    op: (selector) => ({ op: 'setStyle', selector, name: 'display', value: 'none !important' }),
    read: () => null,
  },
  {
    kind: 'remove',
    label: 'Remove',
    fits: always,
    asked: [],
    op: (selector) => ({ op: 'remove', selector }),
    read: () => null,
  },
  {
    kind: 'insert',
    label: 'Insert',
    fits: always,
    asked: [
      { name: 'position', label: 'Where', kind: 'choice', choices: POSITIONS, first: () => 'afterend' },
      value('HTML', 'text', () => '<p>New</p>'),
    ],
    needs: ['value'],
    op: (selector, { position, value: text = '' }) => ({
      op: 'injectHTML',
      selector,
      position: (position ?? 'afterend') as Position,
      value: text,
    }),
    read: (op) => (op.op === 'injectHTML' ? { position: op.position, value: op.value } : null),
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
    read: (op) => (op.op === 'replaceHTML' ? { value: op.value } : null),
  },
  {
    kind: 'class',
    label: 'Class',
    fits: always,
    asked: [
      { name: 'what', label: 'What to do', kind: 'choice', choices: ['add', 'remove'], first: () => 'add' },
      value('Class', 'line', () => ''),
    ],
    needs: ['value'],
    op: (selector, { what, value: text = '' }) => ({
      op: what === 'remove' ? 'removeClass' : 'addClass',
      selector,
      value: text.trim(),
    }),
    read: (op) =>
      op.op === 'addClass' || op.op === 'removeClass'
        ? { what: op.op.slice(0, -'Class'.length), value: op.value }
        : null,
  },
  {
    kind: 'attribute',
    label: 'Attribute',
    fits: always,
    asked: [
      { name: 'name', label: 'Name', kind: 'line', isKey: true, first: () => 'title' },
      value('Value', 'line', (element, name) => (name && element.getAttribute(name)) || ''),
    ],
    needs: ['name'],
    op: (selector, { name = '', value: text = '' }, element) => ({
      op: 'setAttr',
      selector,
      name: name.trim(),
      value: text,
      ...was((name.trim() && element.getAttribute(name.trim())) || ''),
    }),
    read: (op) => (op.op === 'setAttr' ? { name: op.name, value: op.value } : null),
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
