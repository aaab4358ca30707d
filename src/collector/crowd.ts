/**
 * Tells a flood of one address from visitors: so many requests each, far more than browsers behind one address send.
 */

import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { createLimit } from './limit.js';

/** How a flood is told. */
export interface CrowdOptions {
  /** How many proxies pass requests on, one behind the other: each adds to X-Forwarded-For whom it heard. Default 0. */
  readonly proxies?: number | undefined;
  readonly now?: () => number;
}

/**
 * An office of thousands comes from one address; a browser sends a request for each page and retries once a second at
 * most.
 */
const BURST = 1000;
const EACH_MS = 10;

/**
 * Counts a request of an address and says whether it is one too many.
 * This machine and its neighbours are not counted: a proxy that nobody told of would else be taken for one visitor.
 */
export function createCrowdCheck({ proxies = 0, now }: CrowdOptions = {}): (request: IncomingMessage) => boolean {
  const limit = createLimit(BURST, EACH_MS, now);
  const isNear = createNeighbourhood();
  return (request) => {
    const address = addressOfAsker(request, proxies);
    return !isNear(address) && !limit.take(householdOf(address));
  };
}

/** Who asks, as far as so many proxies are believed. */
export const addressOfAsker = ({ headers, socket }: IncomingMessage, proxies: number): string =>
  addressBehind(headers['x-forwarded-for'], proxies) ?? socket.remoteAddress ?? '';

/** Only what the outermost of the named proxies wrote is believed: a visitor may have written all before it. */
function addressBehind(header: string | readonly string[] | undefined, proxies: number): string | null {
  if (proxies === 0 || header === undefined) return null;
  const address = String(header).split(',').at(-proxies)?.trim() ?? '';
  return isIP(address) ? address : null;
}

/** One customer of a provider has a /64 of IPv6 addresses: they are one. */
export function householdOf(address: string): string {
  // A server that listens on both kinds of address gets IPv4 ones in the clothes of IPv6.
  const [, mapped] = /^::ffff:([\d.]+)$/i.exec(address) ?? [];
  if (mapped !== undefined || isIP(address) !== 6) return mapped ?? address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const first = head.split(':').filter(Boolean);
  const last = tail === undefined ? [] : tail.split(':').filter(Boolean);
  const gap = Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0');
  return [...first, ...gap, ...last]
    .slice(0, 4)
    .map((part) => Number.parseInt(part, 16).toString(16))
    .join(':');
}

function createNeighbourhood(): (address: string) => boolean {
  const near = new BlockList();
  for (const [net, bits] of [
    ['127.0.0.0', 8],
    ['10.0.0.0', 8],
    ['172.16.0.0', 12],
    ['192.168.0.0', 16],
  ] as const)
    near.addSubnet(net, bits, 'ipv4');
  near.addAddress('::1', 'ipv6');
  near.addSubnet('fc00::', 7, 'ipv6');
  near.addSubnet('fe80::', 10, 'ipv6');
  return (address) => {
    const version = isIP(address);
    return version === 0 || near.check(address, version === 6 ? 'ipv6' : 'ipv4');
  };
}
