import { lookup as systemLookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { buildConnector } from 'undici';
import { bare } from './guard.ts';
import { isPublicAddress } from './ranges.ts';

/** One address of a name. */
export interface Resolved {
  address: string;
  family: number;
}

/** Every address of a name, as the system's resolver would give them. */
export type Resolve = (hostname: string) => Promise<readonly Resolved[]>;

/** A name or literal that is not public. It says no more, so that the bot is nobody's port scanner. */
class NotPublicError extends Error {
  override name = 'NotPublicError';
  code = 'not public';
  constructor() {
    super('the address is not public');
  }
}

/** Asks the system's resolver. */
export function systemResolve(hostname: string): Promise<readonly Resolved[]> {
  return systemLookup(hostname, { all: true });
}

/**
 * Connects where the guard lets it. It sits here, and not before the request, because a name may answer differently
 * the second time (rebinding), and because undici calls `lookup` for no literal host (nodejs/undici#2019).
 */
export function guardedConnector(
  resolve: Resolve,
  timeoutMs: number,
  exempt: (ip: string) => boolean = nobody,
  verify = true,
): buildConnector.connector {
  function mayReach(ip: string): boolean {
    return isPublicAddress(ip) || exempt(ip);
  }
  async function vetted(hostname: string): Promise<readonly Resolved[]> {
    const found = await resolve(hostname);
    // One refused address refuses the name: else the order of an answer would decide.
    if (!found.every(({ address }) => mayReach(address))) throw new NotPublicError();
    return found;
  }
  const connect = plainConnector(vetted, timeoutMs, verify);
  return (options, callback) => {
    const literal = bare(options.hostname);
    if (isIP(literal) !== 0 && !mayReach(literal)) {
      callback(new NotPublicError(), null);
      return;
    }
    connect(options, (...[error, socket]) => {
      if (error !== null) return callback(error, null);
      if (mayReach(socket.remoteAddress ?? '')) return callback(null, socket);
      socket.destroy();
      callback(new NotPublicError(), null);
    });
  };
}

/** Connects anywhere: for origins that the operator has named. */
export function plainConnector(resolve: Resolve, timeoutMs: number, verify = true): buildConnector.connector {
  return buildConnector({
    lookup: lookupWith(resolve),
    timeout: timeoutMs,
    rejectUnauthorized: verify,
    // Node gives each address but the last 250 ms, too little for a far host (nodejs/node#54359).
    autoSelectFamilyAttemptTimeout: 1_000,
  });
}

function lookupWith(resolve: Resolve): LookupFunction {
  const look = callbackify(resolve);
  return (hostname, options, callback) => {
    look(hostname, (error, found) => {
      const first = found?.[0];
      if (error !== null) callback(error, '', 0);
      else if (first === undefined) callback(noAddress(), '', 0);
      // Node 20 and later ask for all (autoSelectFamily) and take nothing but an array then (juspay/neurolink#1157).
      else if (options.all === true) callback(null, [...found]);
      else callback(null, first.address, first.family);
    });
  };
}

function noAddress(): Error {
  return Object.assign(new Error('no address'), { code: 'ENOTFOUND' });
}

function nobody(): boolean {
  return false;
}
