/** Tells addresses of the public network from those of this machine, its neighbours and its provider. */

import { BlockList, isIP } from 'node:net';

/** As IANA's registries of special purposes have them, of IPv4. */
const SPECIAL_4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
/** And of IPv6: those that carry an IPv4 address in them are all left out, as it may be any. */
const SPECIAL_6 = [
  '::/96',
  '::ffff:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
];

/** Whether everybody reaches the same machine there; false for what is no address. */
export function isPublicAddress(address: string): boolean {
  const kind = isIP(address);
  if (!kind) return false;
  const family = kind === 4 ? 'ipv4' : 'ipv6';
  // A list for each family: in one list, a range of mapped addresses holds for IPv4 as a whole.
  const special = new BlockList();
  for (const range of kind === 4 ? SPECIAL_4 : SPECIAL_6) {
    const [net = '', bits] = range.split('/');
    special.addSubnet(net, Number(bits), family);
  }
  // Without a zone, which names an interface of this machine.
  return !special.check(address.split('%')[0] ?? '', family);
}
