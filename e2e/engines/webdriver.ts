/** Makes a client of a WebDriver: commands of one session, one after the other. */

/** One browser. */
export interface Driven {
  /** Sends a command, such as `POST url`; throws what the driver answers with where it fails. */
  command(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<unknown>;
  /** Sends some that must not be parted. */
  together<T>(run: (command: Driven['command']) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const send = async (url: string, method: string, body?: object): Promise<unknown> => {
  const response = await fetch(url, { method, ...(body && { body: JSON.stringify(body) }) });
  const { value } = (await response.json()) as { value: unknown };
  if (response.ok) return value;
  const { error, message } = value as { error: string; message: string };
  throw new Error(`${method} ${url}: ${error}: ${message}`);
};

/** @param origin of the driver */
export async function startSession(origin: string, capabilities: object): Promise<Driven> {
  const { sessionId } = (await send(`${origin}/session`, 'POST', {
    capabilities: { alwaysMatch: capabilities },
  })) as { sessionId: string };
  const command: Driven['command'] = (method, path, body) =>
    send(`${origin}/session/${sessionId}${path && `/${path}`}`, method, body ?? (method === 'POST' ? {} : undefined));
  let last: Promise<unknown> = Promise.resolve();
  const together: Driven['together'] = (run) => {
    const mine = last.then(() => run(command));
    // who asked hears of an error; the next command goes on
    last = mine.catch(() => undefined);
    return mine;
  };
  return {
    together,
    command: (...what) => together((now) => now(...what)),
    close: async () => void (await together((now) => now('DELETE', ''))),
  };
}
