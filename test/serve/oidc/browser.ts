/** Starts Studio with a provider of OpenID Connect, and a browser that keeps cookies and goes where it is sent. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Asker, DRAFT, makeFolder, type Studio, startStudio } from '../studio.js';
import type { Provider } from './provider.js';

/** @param more lines of `serve.oidc` */
export async function startWith(provider: Provider, more = ''): Promise<Studio> {
  const oidc = `serve:\n  oidc:\n    issuer: ${provider.issuer}\n    clientId: studio\n    clientSecret: ${provider.clientSecret}\n${more}`;
  const config = `previewToken: '0123456789abcdef'\ntargets:\n  live: public/fx\n${oidc}`;
  return startStudio(makeFolder({ 'experiments/cta.yaml': DRAFT, 'fx.config.yaml': config }));
}

/** Who stands in Settings. */
export const peopleOf = ({ root }: Studio): { email: string; name: string; role: string }[] =>
  (JSON.parse(readFileSync(join(root, '.fx/studio/people.json'), 'utf8')) as { people: never[] }).people;

/** Adds her and an admin below Settings. */
export async function addAda(studio: Studio, role = 'editor'): Promise<Asker> {
  const owner = await studio.enter();
  await owner.submit('/settings/people', {
    name: 'Root',
    email: 'root@example.com',
    role: 'admin',
  });
  const admin = await studio.enter();
  await admin.submit('/settings/people', { name: 'Ada', email: 'ada@example.com', role });
  return admin;
}

/** What somebody signs in with. */
export interface Browser {
  readonly jar: Map<string, string>;
  get(address: string): Promise<Response>;
  location(response: Response): string;
  /** To the provider and to the address that leads back, which is not opened. */
  leave(to?: string): Promise<string>;
  signIn(to?: string): Promise<Response>;
}

/** @param first the cookies that it has */
export function browse(studio: Studio, first: Readonly<Record<string, string>> = {}): Browser {
  const jar = new Map(Object.entries(first));
  const get = async (address: string): Promise<Response> => {
    const isOwn = address.startsWith(studio.url);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(address, { redirect: 'manual', headers: isOwn && cookie ? { cookie } : {} });
    for (const set of isOwn ? response.headers.getSetCookie() : []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  };
  const location = (response: Response): string => new URL(response.headers.get('location') ?? '', studio.url).href;
  return {
    jar,
    get,
    location,
    async leave(to = '/'): Promise<string> {
      const away = location(await get(`${studio.url}/sign-in/oidc?to=${encodeURIComponent(to)}`));
      return location(await get(away));
    },
    async signIn(to = '/'): Promise<Response> {
      return get(await this.leave(to));
    },
  };
}
