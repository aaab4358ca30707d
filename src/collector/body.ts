/** Reads what a request brings: its body up to a limit, or the query of a GET. */

import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';

/** The body, or why there is none. */
export type Body =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: 'too-big' | 'not-utf8' | 'not-encoded' | 'aborted' };

/** A client that is still sending does not read an early answer, so this much more is read and thrown away. */
const PATIENCE_BYTES = 1024 * 1024;

/**
 * Reads a body as UTF-8.
 *
 * @param maxBytes one byte more is `too-big`
 */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Body> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) chunks.push(chunk);
      else if (size > maxBytes + PATIENCE_BYTES) {
        request.pause();
        resolve({ ok: false, reason: 'too-big' });
      }
    });
    request.on('end', () =>
      resolve(
        size > maxBytes
          ? { ok: false, reason: 'too-big' }
          : decode(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)),
      ),
    );
    request.on('error', () => resolve({ ok: false, reason: 'aborted' }));
    request.on('close', () => resolve({ ok: false, reason: 'aborted' }));
  });
}

/** What stands in `?batch=` of an address, percent-encoded; null where nothing does. */
export function readQuery(address: string): Body | null {
  const [, written] = /[?&]batch=([^&#]*)/.exec(address) ?? [];
  if (written === undefined) return null;
  try {
    // Forms write a blank as `+`, and every encoder a plus as `%2B`.
    return { ok: true, text: decodeURIComponent(written.replaceAll('+', ' ')) };
  } catch {
    return { ok: false, reason: 'not-encoded' };
  }
}

function decode(bytes: Buffer): Body {
  // Bytes that are no UTF-8 would be stored as something else than what was sent.
  if (!isUtf8(bytes)) return { ok: false, reason: 'not-utf8' };
  const text = bytes.toString('utf8');
  // A byte order mark is no part of the text, and no JSON.
  return { ok: true, text: text.startsWith('\ufeff') ? text.slice(1) : text };
}
