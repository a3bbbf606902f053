/** Something that goes wrong on purpose. */
export interface Fault {
  /** Only requests with this method; all if absent. */
  method?: string;
  /** Only requests whose path, without the API prefix and the query, matches. */
  path?: RegExp;
  /** Lets this many matching requests pass first. */
  skip?: number;
  /** Goes wrong this many times; until `clearFaults` if absent. */
  times?: number;
  /** Does what was asked first and then fails: the answer is lost, the write is not. */
  afterwards?: boolean;
  kind: 'status' | 'hang' | 'reset' | 'secondary-limit' | 'lag';
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** Seconds, for `secondary-limit`. */
  retryAfter?: number;
  /** Age in ms below which a write is not yet seen in lists, for `lag`. */
  lag?: number;
  /** The moment (ms) whose state lists show, for `lag`, in place of an age. */
  asOf?: number;
}

interface Armed extends Fault {
  seen: number;
}

/** The faults that are switched on. */
export class Faults {
  #armed: Armed[] = [];

  /** Switches a fault on. */
  arm(fault: Fault): void {
    this.#armed.push({ ...fault, seen: 0 });
  }

  /** Switches all off. */
  clear(): void {
    this.#armed = [];
  }

  /** The fault that this request runs into, if any. */
  next(method: string, path: string): Fault | undefined {
    const matching = this.#armed.filter((each) => each.kind !== 'lag' && meets(each, method, path));
    return matching.find((each) => strikes(each));
  }

  /** How far behind (ms) lists are for this request. */
  lag(method: string, path: string): number {
    const lagging = this.#armed.filter((each) => each.kind === 'lag' && meets(each, method, path));
    return Math.max(0, ...lagging.filter(strikes).map(ageOf));
  }
}

function ageOf({ asOf, lag = 1000 }: Fault): number {
  return asOf === undefined ? lag : Date.now() - asOf;
}

function meets(fault: Fault, method: string, path: string): boolean {
  if (fault.method !== undefined && fault.method !== method) return false;
  return fault.path === undefined || new RegExp(fault.path).test(path);
}

function strikes(fault: Armed): boolean {
  fault.seen += 1;
  const skip = fault.skip ?? 0;
  return fault.seen > skip && fault.seen <= skip + (fault.times ?? Infinity);
}
