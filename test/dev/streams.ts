/** Reads Server-Sent Events as a browser would, for tests that wait for one. */

import { onTestFinished } from 'vitest';

/** An open stream. */
export interface Reader {
  /** The content of the next message of that name, messages before it skipped. */
  next(name: string, isWanted?: (content: unknown) => boolean): Promise<unknown>;
}

/** Opens a stream until the test ends. */
export async function read(url: string): Promise<Reader> {
  const ending = new AbortController();
  onTestFinished(() => ending.abort());
  const response = await fetch(url, { signal: ending.signal });
  if (response.body === null) throw new Error('The stream has no body.');
  const chunks = response.body.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
  let text = '';
  const message = async (): Promise<string> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const first = text.slice(0, end);
        text = text.slice(end + 2);
        return first;
      }
      const { value, done } = await chunks.next();
      if (done) throw new Error('The stream ended.');
      text += value;
    }
  };
  return {
    async next(name, isWanted = () => true) {
      for (;;) {
        const lines = (await message()).split('\n');
        const content = lines.find((line) => line.startsWith('data: '))?.slice('data: '.length);
        if (!lines.includes(`event: ${name}`) || content === undefined) continue;
        const parsed: unknown = JSON.parse(content);
        if (isWanted(parsed)) return parsed;
      }
    },
  };
}
