/** Tests the configuration of OpenID Connect: what is read of it, and the words for what is wrong. */

import { describe, expect, test } from 'vitest';
import { readOidc } from '../../../src/serve/access/oidc/configured.js';

describe('the configuration', () => {
  const sound = { issuer: 'https://login.example.com', clientId: 'fx' };
  test('takes the secret from the environment', () => {
    expect(readOidc({ ...sound, clientSecret: '$S' }, { S: 'hidden' })).toMatchObject({
      clientSecret: 'hidden',
      claim: null,
    });
  });
  test.each<[unknown, string]>([
    ['x', 'serve.oidc must be an object'],
    [{ ...sound, issuer: 'http://login.example.com' }, 'serve.oidc.issuer must be an address such as https://'],
    [{ ...sound, clientId: '' }, 'serve.oidc.clientId must be text'],
    [{ ...sound, clientSecret: '$NOTHING' }, '$NOTHING is not set there'],
    [{ ...sound, scope: 'email' }, 'openid among them'],
    [{ ...sound, roles: { a: 'admin' } }, 'serve.oidc.roleClaim must be the name of a claim'],
    [{ ...sound, roleClaim: 'g', roles: { a: 'boss' } }, 'serve.oidc.roles must be a role for each value of g'],
    [{ ...sound, role: 'g' }, 'serve.oidc.role must be one of'],
  ])('%j is refused', (value, sentence) => {
    const read = readOidc(value, {});
    expect(read && 'must' in read && `${read.field} must be ${read.must}`).toContain(sentence);
  });
});
