import { createHash } from 'node:crypto';
import { parseAddress } from '../domain/addresses.ts';

const LONGEST = 500;
const LONGEST_HOST = 100;

/** One sentence with its remedy where a target is no address on the web that anybody may ask. */
export function problemWithAddress(target: string, example: string): string | undefined {
  const remedy = `Write the whole address, such as ${example}.`;
  if (target.length > LONGEST) return `The address is longer than ${LONGEST} characters. ${remedy}`;
  const address = parseAddress(target);
  if (address.kind === 'address' && target.trim() === target) return undefined;
  return address.kind === 'problem' && address.detail === 'credentials'
    ? 'The address holds a name or password. Leave it out: the operator can set a token.'
    : `This is no http or https address. ${remedy}`;
}

/** The host of an address, for sentences. */
export function hostOf(address: string): string {
  const { host } = new URL(address);
  return host.length > LONGEST_HOST ? `${host.slice(0, LONGEST_HOST - 1)}…` : host;
}

/** An address or text by which events of it are named. */
export function shortSha(text: string, algorithm: 'sha1' | 'sha256' = 'sha1'): string {
  return createHash(algorithm).update(text).digest('hex').slice(0, 16);
}
