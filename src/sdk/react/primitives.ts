/** Makes the parts of a panel: of HTML, or of React Native's own components. */

import { type ComponentType, createElement, type ReactNode } from 'react';

/** React Native's components, which the host imports: none is imported here. */
export interface DebugPrimitives {
  readonly View: NativeComponent;
  readonly Text: NativeComponent;
  readonly Pressable: NativeComponent;
  readonly ScrollView: NativeComponent;
}

/** A function or a class, whatever its props are. */
type NativeComponent = ((props: never) => unknown) | (new (props: never) => unknown);

interface ButtonProps {
  /** Undefined for one that is no switch. */
  readonly isOn?: boolean;
  readonly label: string;
  readonly onPress: () => void;
}

/** The parts of a panel. */
export interface PanelParts {
  panel(...children: readonly ReactNode[]): ReactNode;
  item(key: string, ...children: readonly ReactNode[]): ReactNode;
  row(...children: readonly ReactNode[]): ReactNode;
  heading(text: string): ReactNode;
  line(text: string): ReactNode;
  button(props: ButtonProps): ReactNode;
}

/** @param native Default: HTML */
export function panelParts(native: DebugPrimitives | undefined): PanelParts {
  return native ? nativeParts(native) : htmlParts();
}

function htmlParts(): PanelParts {
  return {
    panel: (...children) =>
      createElement('section', { 'aria-label': LABEL, style: { ...PANEL, ...FLOATING } }, ...children),
    item: (key, ...children) => createElement('div', { key, style: ITEM }, ...children),
    row: (...children) => createElement('div', { style: ROW }, ...children),
    heading: (text) => createElement('strong', { style: TEXT }, text),
    line: (text) => createElement('span', { style: TEXT }, text),
    button: ({ isOn, label, onPress }) =>
      createElement(
        'button',
        { key: label, type: 'button', onClick: onPress, 'aria-pressed': isOn, style: buttonStyle(isOn) },
        label,
      ),
  };
}

function nativeParts(native: DebugPrimitives): PanelParts {
  const { View, Text, Pressable, ScrollView } = native as unknown as {
    readonly [Name in keyof DebugPrimitives]: Loose;
  };
  const text = (content: string, style: object): ReactNode => createElement(Text, { style }, content);
  return {
    panel: (...children) => createElement(ScrollView, { accessibilityLabel: LABEL, style: PANEL }, ...children),
    item: (key, ...children) => createElement(View, { key, style: ITEM }, ...children),
    row: (...children) => createElement(View, { style: { ...ROW, flexDirection: 'row' } }, ...children),
    heading: (content) => text(content, { ...TEXT, fontWeight: '700' }),
    line: (content) => text(content, TEXT),
    button: ({ isOn, label, onPress }) =>
      createElement(
        Pressable,
        { key: label, accessibilityRole: 'button', 'aria-pressed': isOn, onPress, style: buttonStyle(isOn) },
        text(label, { color: buttonStyle(isOn).color }),
      ),
  };
}

/** A component whose props are those of its platform. */
type Loose = ComponentType<{ readonly [name: string]: unknown }>;

const LABEL = 'Experiments of fx';
const TEXT = { color: '#fff', fontSize: 14, lineHeight: 20 };
const PANEL = { backgroundColor: '#17211d', color: '#fff', padding: 12, borderRadius: 10 };
/** Below everything that a page may have put in front, a panel would be of no use. */
const FLOATING = {
  position: 'fixed',
  right: 12,
  bottom: 12,
  zIndex: 2147483646,
  boxSizing: 'border-box',
  width: 'min(400px, calc(100vw - 24px))',
  maxHeight: '70vh',
  overflow: 'auto',
  font: '14px/20px system-ui, sans-serif',
  boxShadow: '0 2px 14px #0006',
} as const;
const ITEM = { display: 'flex', flexDirection: 'column', gap: 4, paddingTop: 8, paddingBottom: 8 } as const;
const ROW = { display: 'flex', flexWrap: 'wrap', gap: 8, paddingTop: 4 } as const;

const buttonStyle = (isOn: boolean | undefined) => ({
  backgroundColor: isOn ? '#ffc14d' : '#fff',
  color: '#17211d',
  border: 0,
  borderRadius: 6,
  padding: 8,
  font: 'inherit',
  cursor: 'pointer',
});
