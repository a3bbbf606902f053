import { readUrl } from '../domain/url.ts';
import { HUB } from './hf-hub.ts';

// huggingface_hub's own rule, `utils/_validators.py`: ASCII letters, digits, `-`, `_`, `.`; a part begins and ends with
// a word character. The owner is optional there; such old names are redirects today.
const PART = '[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?';
const MODEL = new RegExp(`^${PART}/${PART}$`);
const OWNER = new RegExp(`^${PART}$`);
const LONGEST = 96;

/** Whether a text can be the name of a model: `MiniMaxAI/MiniMax-M3`. */
export function isModelId(text: string): boolean {
  return isName(text, MODEL);
}

/** Whose model it is: the part before the slash. */
export function ownerOf(id: string): string {
  return id.slice(0, id.indexOf('/'));
}

/** The part after the slash. */
export function nameOf(id: string): string {
  return id.slice(id.indexOf('/') + 1);
}

/** A sentence with the remedy where a target is not the name of a model. */
export function problemWithModel(target: string): string | undefined {
  if (isModelId(target)) return undefined;
  const likely = partsOf(target).slice(0, 2).join('/');
  const remedy = isModelId(likely)
    ? `Write ${likely}.`
    : "Write owner/name as in the address of the model's page, such as MiniMaxAI/MiniMax-M3: letters, digits, -, _ and .";
  return `This is not the name of a model on ${HUB}. ${remedy}`;
}

/** A sentence with the remedy where a target is not the name of an organisation or a user. */
export function problemWithOwner(target: string): string | undefined {
  if (isName(target, OWNER)) return undefined;
  const [likely = ''] = partsOf(target);
  const remedy = isName(likely, OWNER)
    ? `Write ${likely}.`
    : 'Write the name as in the address of its page, such as MiniMaxAI: letters, digits, -, _ and .';
  return `This is not the name of an organisation or a user on ${HUB}. ${remedy}`;
}

function isName(text: string, form: RegExp): boolean {
  return text.length <= LONGEST && form.test(text) && !/--|\.\.|\.git$/.test(text);
}

function partsOf(target: string): string[] {
  const path = readUrl(target)?.pathname ?? target;
  return path.split('/').filter(Boolean);
}
