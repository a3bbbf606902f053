import type { ClaimCheck } from '../domain/claim-check.ts';
import { complaintsOf } from '../domain/complaints.ts';
import { nearest } from '../domain/nearest.ts';
import type { Complaint } from '../domain/problem.ts';
import type { Watch } from '../domain/watch.ts';
import { sources } from './index.ts';
import type { Condition, Source } from './source.ts';

/** A declared watch of which everything is understood. */
export interface Understood {
  source: Source;
  conditions: readonly (Condition & { name: string })[];
  /** What the source made of `with`. */
  options: Readonly<Record<string, unknown>>;
}

type Claimed = Pick<Watch, 'source' | 'target' | 'when' | 'with'>;

/**
 * Holds a watch against the sources, without a network. Paths of complaints begin at the watch. `when` may be empty: the
 * first condition of a source is its default.
 */
export function understand(
  watch: Claimed,
  register: ReadonlyMap<string, Source> = sources,
): { understood: Understood } | { complaints: Complaint[] } {
  const source = register.get(watch.source);
  if (source === undefined) return { complaints: [unknownName('source', watch.source, register.keys())] };
  const names = watch.when.length > 0 ? watch.when : Object.keys(source.conditions).slice(0, 1);
  const conditions = names.flatMap((name) => {
    const condition = Object.hasOwn(source.conditions, name) ? source.conditions[name] : undefined;
    return condition === undefined ? [] : [{ ...condition, name }];
  });
  const strange = names.filter((name) => !Object.hasOwn(source.conditions, name));
  const problem = source.problemWithTarget(watch.target);
  const options = source.options.safeParse(watch.with);
  const complaints = [
    ...strange.map((name) => unknownName('when', name, Object.keys(source.conditions))),
    ...(problem === undefined ? [] : [asComplaint('target', problem)]),
    ...(options.success ? unfit(source, names, options.data) : ofOptions(options.error, watch, source)),
  ];
  if (complaints.length > 0 || !options.success) return { complaints };
  return { understood: { source, conditions, options: options.data } };
}

/** Holds a claim's check against the sources, without a network. Paths of complaints begin at the check. */
export function understandCheck(
  check: ClaimCheck,
  register: ReadonlyMap<string, Source> = sources,
): { understood: Readonly<Record<string, unknown>> } | { complaints: Complaint[] } {
  const telling = new Map([...register].filter(([, { facts }]) => facts !== undefined));
  const source = telling.get(check.source);
  if (source === undefined) return { complaints: [unknownName('source', check.source, telling.keys())] };
  const names = source.facts?.names ?? [];
  const problem = source.problemWithTarget(check.target);
  const options = source.options.safeParse(check.with);
  const complaints = [
    ...(names.includes(check.fact) ? [] : [unknownName('fact', check.fact, names)]),
    ...(problem === undefined ? [] : [asComplaint('target', problem)]),
    ...(options.success ? [] : ofOptions(options.error, check, source)),
  ];
  return complaints.length > 0 || !options.success ? { complaints } : { understood: options.data };
}

function unfit(source: Source, names: readonly string[], options: Understood['options']): Complaint[] {
  return names.flatMap((name) => {
    const problem = source.problemWithOptions?.(name, options);
    return problem === undefined ? [] : [asComplaint('with', problem)];
  });
}

function ofOptions(
  error: Parameters<typeof complaintsOf>[0],
  { with: options }: Pick<Watch, 'with'>,
  source: Source,
): Complaint[] {
  const known = { '': keysOf(source) };
  return complaintsOf(error, options, known).map((complaint) => ({
    ...complaint,
    path: ['with', ...complaint.path],
  }));
}

function keysOf({ options }: Source): string[] {
  return 'shape' in options && typeof options.shape === 'object' && options.shape !== null
    ? Object.keys(options.shape)
    : [];
}

function unknownName(field: string, name: string, known: Iterable<string>): Complaint {
  const names = [...known];
  const near = nearest(name, names);
  return {
    rule: 'invalid',
    level: 'fail',
    path: [field],
    message: `\`${field}\` is ${JSON.stringify(name.slice(0, 60))}, which nobody knows here.`,
    remedy: near === undefined ? `Write one of ${names.join(', ')}.` : `Did you mean \`${near}\`?`,
  };
}

// A problem is a sentence and its remedy: the last sentence says what to write.
function asComplaint(field: string, problem: string): Complaint {
  const at = problem.lastIndexOf('. ');
  const [message, remedy] = at < 0 ? [problem, ''] : [problem.slice(0, at + 1), problem.slice(at + 2)];
  return { rule: 'invalid', level: 'fail', path: [field], message, remedy };
}
