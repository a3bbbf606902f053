import { isDeepStrictEqual } from 'node:util';
import type { Document, Path, SourceFile } from './document.ts';
import { jsonTargets } from './edit-json.ts';
import { obstacle, refusalSentence, valueAt, type EditObstacle, type Target } from './edit-target.ts';
import { yamlTargets } from './edit-yaml.ts';
import { lineIndex } from './lines.ts';
import type { Problem } from './problem.ts';
import { readDocument } from './read-document.ts';
import { RESERVED_KEYS } from './survey.ts';

/** One value to be put in the place of the one that stands at a path. */
export interface Edit {
  path: Path;
  /** A number is finite. */
  value: string | number;
}

/** An edit that was made: its line, counted from 1, and what stood and now stands there, quotes included. */
export interface MadeEdit extends Edit {
  line: number;
  before: string;
  after: string;
}

/** An edit that was not made, and why, in words for a person. */
export interface RefusedEdit extends Edit {
  line: number;
  reason: EditObstacle | 'unreadable';
  message: string;
}

/** What came of editing a file. */
export interface EditedFile {
  /** The file as it is to be; the very one that was given where no edit was made. */
  file: SourceFile;
  made: readonly MadeEdit[];
  /** Edits whose value stood there already. */
  same: readonly Edit[];
  refused: readonly RefusedEdit[];
}

interface Planned extends MadeEdit {
  from: number;
  to: number;
}

/**
 * Puts single values in the place of others. All other bytes of the file stay, and it is read again before it is
 * given back: if anything but these values would read differently, no edit is made. Never throws.
 */
export function editFile(file: SourceFile, edits: readonly Edit[]): EditedFile {
  const { value: document, problems } = readDocument(file);
  if (!document || !file.bytes) return unreadable(file, edits, problems);
  const decoded = new TextDecoder('utf-8', { ignoreBOM: true }).decode(file.bytes);
  const mark = decoded.startsWith('\uFEFF') ? '\uFEFF' : '';
  const text = decoded.slice(mark.length);
  const { planned, same, refused } = plan(text, document, problems, edits);
  if (planned.length === 0) return { file, made: [], same, refused };
  const after = { path: file.path, bytes: new TextEncoder().encode(mark + withEdits(text, planned)) };
  const reading = readDocument(after).value;
  if (!reading || !isSameBut(document.value, reading.value, wantedOf(planned))) {
    const unsafe = planned.map(({ path, value, line }) => refusal({ path, value }, line, 'unsafe'));
    return { file, made: [], same, refused: [...refused, ...unsafe] };
  }
  const made = planned.map(({ path, value, line, before, after }) => ({ path, value, line, before, after }));
  return { file: after, made, same, refused };
}

function unreadable(file: SourceFile, edits: readonly Edit[], problems: readonly Problem[]): EditedFile {
  const problem = problems.find(({ level }) => level === 'fail');
  const message = problem ? `${problem.message} ${problem.remedy}` : 'This file could not be read.';
  const line = problem?.line ?? 1;
  return {
    file,
    made: [],
    same: [],
    refused: edits.map((edit) => ({ ...edit, line, reason: 'unreadable', message })),
  };
}

interface Plan {
  planned: Planned[];
  same: Edit[];
  refused: RefusedEdit[];
}

function plan(text: string, document: Document, problems: readonly Problem[], edits: readonly Edit[]): Plan {
  const found: Plan = { planned: [], same: [], refused: [] };
  const placeAt = lineIndex(text);
  const repeats = problems.some(({ rule }) => rule === 'duplicate-key');
  let targetOf: ((path: Path) => Target) | undefined;
  const asked = new Map<string, Edit>();
  for (const { path, value } of edits) {
    const edit = { path, value };
    const key = JSON.stringify(path);
    const earlier = asked.get(key);
    asked.set(key, earlier ?? edit);
    if (earlier?.value === value) continue;
    if (!earlier && valueAt(document.value, path) === value) {
      found.same.push(edit);
      continue;
    }
    targetOf ??= document.format === 'json' ? jsonTargets(text, document.value, repeats) : yamlTargets(text);
    const target = blocked(path, earlier !== undefined, targetOf(path));
    const line = placeAt(target.kind === 'span' ? target.from : target.at).line;
    const after = target.kind === 'span' ? target.write(value) : undefined;
    if (target.kind === 'obstacle') found.refused.push(refusal(edit, line, target.reason));
    else if (after === undefined) found.refused.push(refusal(edit, line, 'tagged'));
    else {
      const { from, to } = target;
      found.planned.push({ ...edit, line, before: text.slice(from, to), after, from, to });
    }
  }
  return found;
}

function blocked(path: Path, isSecond: boolean, target: Target): Target {
  const at = target.kind === 'span' ? target.from : target.at;
  if (isSecond) return obstacle('conflict', at);
  const isReserved = path.some((key) => RESERVED_KEYS.has(String(key)));
  return isReserved && target.kind === 'span' ? obstacle('reserved-key', at) : target;
}

function refusal(edit: Edit, line: number, reason: EditObstacle): RefusedEdit {
  return { ...edit, line, reason, message: refusalSentence(reason, edit.path.join('.')) };
}

function withEdits(text: string, planned: readonly Planned[]): string {
  const parts: string[] = [];
  let copied = 0;
  for (const { from, to, after } of planned.toSorted((a, b) => a.from - b.from)) {
    parts.push(text.slice(copied, from), after);
    copied = to;
  }
  return parts.join('') + text.slice(copied);
}

/** The values wanted, as a tree along their paths. */
type Wanted = Map<string | number, Wanted | Edit>;

function wantedOf(edits: readonly Edit[]): Wanted | Edit {
  const root: Wanted = new Map();
  for (const edit of edits) {
    let at = root;
    for (const key of edit.path.slice(0, -1)) {
      const next = at.get(key) ?? new Map();
      at.set(key, next);
      at = next as Wanted;
    }
    const last = edit.path.at(-1);
    if (last === undefined) return edit;
    at.set(last, edit);
  }
  return root;
}

// By hand and not by setting values in a copy: in a document with aliases one object stands in many places, and an edit
// that leaks through one of them must be seen.
function isSameBut(before: unknown, after: unknown, wanted: Wanted | Edit | undefined): boolean {
  if (wanted === undefined) return isDeepStrictEqual(before, after);
  if (!(wanted instanceof Map)) return after === wanted.value;
  if (!isContainer(before) || !isContainer(after)) return false;
  const keys = Object.keys(before);
  if (Array.isArray(before) !== Array.isArray(after) || !isDeepStrictEqual(keys, Object.keys(after)))
    return false;
  return keys.every((key) =>
    isSameBut(before[key], after[key], wanted.get(Array.isArray(before) ? Number(key) : key)),
  );
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
