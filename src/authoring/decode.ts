/** Turns the bytes of a file into text, or says where they are no text. */

import { error, type Finding } from './problem.js';

/** Text without its byte order mark, and the first thing in it that may not be there. */
interface Decoded {
  readonly text: string;
  readonly fault?: { readonly finding: Finding; readonly offset: number };
}

// In every runtime that fx runs in, but in no TypeScript library without the DOM or node.
declare const TextDecoder: new (
  label: string,
  options: { readonly fatal: boolean },
) => { decode(bytes: Uint8Array): string };

/** Decodes UTF-8. What is not UTF-8, and control characters, are faults with the offset in the text. */
export function decode(input: string | Uint8Array): Decoded {
  if (typeof input === 'string') return inspect(input.replace(/^\uFEFF/, ''));
  try {
    return inspect(new TextDecoder('utf-8', { fatal: true }).decode(input));
  } catch {
    // The lenient decoder shows where: it puts a sign in place of what it cannot read.
    const text = new TextDecoder('utf-8', { fatal: false }).decode(input);
    return { text, fault: { finding: error('encoding', [], {}), offset: Math.max(0, text.indexOf('\uFFFD')) } };
  }
}

function inspect(text: string): Decoded {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const offset = text.search(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/);
  if (offset < 0) return { text };
  const reason = 'holds a control character: delete it, or write it as an escape in double quotes';
  return { text, fault: { finding: error('syntax', [], { reason }), offset } };
}
