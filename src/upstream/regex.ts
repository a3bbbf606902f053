import { RE2JS, RE2JSException } from 're2js';

/** A text to look for, as a repository wrote it. Matching takes time linear in the text, of which 200,000 characters are looked at. */
export interface Regex {
  matches(text: string): boolean;
  /** The first place that fits; undefined where none does. */
  find(text: string): string | undefined;
}

/** The longest that a repository may write, in characters. */
export const LONGEST_REGEX = 200;

const LONGEST_TEXT = 200_000;
// Linear is text times program: `[ab]*a[ab]{900}[cd]` is 20 characters, and takes seconds (measured) on 200 kB.
const LARGEST_PROGRAM = 250;

const LITERAL = /^\/(.*)\/([a-z]*)$/s;
const FLAGS: Readonly<Record<string, number>> = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
};

/**
 * Reads `/pattern/flags` with the flags `i`, `m` and `s`; what stands in no slashes is looked for as it is. Undefined
 * where it is empty, too long or no expression of RE2, which has no look-around and no back-references.
 */
export function compileRegex(text: string): Regex | undefined {
  if (text === '' || text.length > LONGEST_REGEX) return undefined;
  const [, pattern, letters = ''] = LITERAL.exec(text) ?? [];
  return pattern === undefined ? plain(text) : compile(pattern, letters);
}

function plain(wanted: string): Regex {
  function matches(text: string): boolean {
    return text.slice(0, LONGEST_TEXT).includes(wanted);
  }
  return { matches, find: (text) => (matches(text) ? wanted : undefined) };
}

function compile(pattern: string, letters: string): Regex | undefined {
  const flags = flagsOf(letters);
  if (pattern === '' || flags === undefined) return undefined;
  try {
    const regex = RE2JS.compile(pattern, flags);
    if (regex.programSize() > LARGEST_PROGRAM) return undefined;
    return {
      matches: (text) => regex.test(text.slice(0, LONGEST_TEXT)),
      find(text) {
        const matcher = regex.matcher(text.slice(0, LONGEST_TEXT));
        return matcher.find() ? (matcher.group() ?? undefined) : undefined;
      },
    };
  } catch (error) {
    if (error instanceof RE2JSException) return undefined;
    throw error;
  }
}

function flagsOf(letters: string): number | undefined {
  let flags = 0;
  for (const letter of letters) {
    const flag = FLAGS[letter];
    if (flag === undefined || (flags & flag) !== 0) return undefined;
    flags |= flag;
  }
  return flags;
}
