import { groupBy } from '../domain/group-by.ts';
import { levels, type Level, type Problem } from '../domain/problem.ts';
import { rules } from '../domain/rules/index.ts';
import type { Rule } from '../domain/rules/rule.ts';
import { rowsWithin } from './budget.ts';
import { blocks } from './layout.ts';
import { count } from './places.ts';
import { code, htmlText, remark } from './safe.ts';

const signs = { fail: '❌', warn: '⚠️', note: 'ℹ️' } as const satisfies Record<Level, string>;

/** A rule with more places than this shows its first ones, and the others at a click. */
const MAX_OPEN = 5;
const FIRST = 3;

/** Characters that are kept for each rule that is still to be told, and for folds. */
const LEAST_GROUP = 1000;

/** The places of which one rule speaks on one level. */
interface Group {
  rule: string;
  level: Level;
  places: readonly Problem[];
  /** What is said of each of them in the same words. */
  message: string | undefined;
  remedy: string | undefined;
}

/** Whether somebody is asked to act. */
export function isLoud({ level }: Problem): boolean {
  return level !== 'note';
}

/** What fails or warns, rule by rule, the worst first; empty where nothing does. */
export function problemsSection(problems: readonly Problem[], budget: number): string {
  return section('#### To look at', groupsOf(problems.filter(isLoud)), openGroup, budget);
}

/** What is said by the way, rule by rule; folded where something louder is said, too. */
export function notesSection(problems: readonly Problem[], budget: number): string {
  const render = problems.some(isLoud) ? foldedGroup : openGroup;
  return section('#### Notes', groupsOf(problems.filter((problem) => !isLoud(problem))), render, budget);
}

// What stood before the change is a note of the same rule: so a rule may have a group on two levels.
function groupsOf(problems: readonly Problem[]): Group[] {
  const groups = groupBy(problems, ({ level, rule }) => `${level} ${rule}`);
  return [...groups.values()].flatMap(groupOf).toSorted((one, other) => rank(one) - rank(other));
}

function groupOf(places: readonly Problem[]): Group[] {
  return places.slice(0, 1).map(({ rule, level, message, remedy }) => ({
    rule,
    level,
    places,
    message: places.every((place) => place.message === message) ? message : undefined,
    remedy: places.every((place) => place.remedy === remedy) ? remedy : undefined,
  }));
}

// In the order in which the rules speak. What is wrong with the configuration is no rule's, and comes before them.
function rank({ rule, level }: Group): number {
  return levels.indexOf(level) * (rules.length + 1) + rules.findIndex(({ name }) => name === rule);
}

function section(
  heading: string,
  groups: readonly Group[],
  render: (group: Group, budget: number) => string,
  budget: number,
): string {
  let left = budget;
  const told = rowsWithin(
    groups,
    (group, index) => {
      const text = render(group, left - LEAST_GROUP * (groups.length - index));
      left -= text.length + 2;
      return `${text}\n`;
    },
    budget,
    (more) => `…and ${count(more, 'more rule')}.`,
  );
  return told === '' ? '' : blocks(heading, told.trimEnd());
}

function openGroup(group: Group, budget: number): string {
  const { rule, level, places, message, remedy } = group;
  const where = `${signs[level]} **${code(rule)}** in ${whereOf(group)}`;
  const head = followed(where, sentences(message ?? ruleOf(rule)?.about, remedy));
  if (places.length === 1) return head;
  const first = places.slice(0, places.length > MAX_OPEN ? FIRST : MAX_OPEN);
  const list = listOf(first, group, budget - head.length);
  const others = places.slice(first.length);
  if (others.length === 0) return blocks(head, list);
  const summary = `<details><summary>${count(others.length, 'more place')}</summary>`;
  const room = budget - head.length - list.length - summary.length;
  return blocks(head, list, summary, listOf(others, group, room), '</details>');
}

function foldedGroup(group: Group, budget: number): string {
  const { rule, level, places, message, remedy } = group;
  // A line is as short as its fold.
  if (places.length === 1) return openGroup(group, budget);
  // Nothing is code inside of HTML.
  const about = (ruleOf(rule)?.about ?? '').replaceAll('`', '');
  const summary = htmlText(followed(`${signs[level]} ${rule} in ${whereOf(group)}`, about), 300);
  const head = blocks(`<details><summary>${summary}</summary>`, sentences(message, remedy));
  return blocks(head, listOf(places, group, budget - head.length), '</details>');
}

// What all places share is said above them.
function listOf(places: readonly Problem[], shared: Group, budget: number): string {
  return rowsWithin(
    places,
    ({ file, line, message, remedy }) => {
      const own = sentences(
        shared.message === undefined ? message : undefined,
        shared.remedy === undefined ? remedy : undefined,
      );
      return `- ${followed(code(`${file}:${line}`), own)}`;
    },
    budget,
    (left) => `- …and ${count(left, 'more place')}.`,
  );
}

function whereOf({ rule, places }: Group): string {
  const [first, ...others] = places;
  if (first && others.length === 0) return code(`${first.file}:${first.line}`);
  const files = new Set(places.map(({ file }) => file)).size;
  // A place of such a rule stands for all those of its file.
  const isPerFile = ruleOf(rule)?.oncePerFile === true || files === places.length;
  return isPerFile ? count(files, 'file') : `${count(places.length, 'place')} of ${count(files, 'file')}`;
}

function ruleOf(name: string): Rule | undefined {
  return rules.find((rule) => rule.name === name);
}

function followed(place: string, words: string): string {
  return words === '' ? place : `${place}: ${words}`;
}

function sentences(...texts: readonly (string | undefined)[]): string {
  return texts
    .map((text) => remark(text ?? ''))
    .filter(Boolean)
    .join(' ');
}
