import { randomUUID } from 'node:crypto';
import type { Page } from './plan.ts';
import { createRandom, mixed, pick, type Random } from './random.ts';

const words =
  `model score latency token context window price release weights license audit report evaluation benchmark release
  provider endpoint region quota uptime incident support policy retention privacy training dataset safety filter
  improves reduces measures requires supports documents describes compares lists keeps allows removes adds limits
  large small stable recent public private monthly weekly common typical average median lowest highest several every
  under over within between about across without before after during against among beyond since until the a of`
    .trim()
    .split(/\s+/) as [string, ...string[]];

/** The score that a page shows at first. */
export function scoreOf(page: Page, seed: number): string {
  return partsOf(page, seed).score;
}

/** A page's HTML at its first or second version. Noise is new at every read. */
export function htmlOf({ id, text }: Page, seed: number, version: 1 | 2): string {
  const { title, paragraphs, score } = partsOf({ id }, seed);
  if (text === 'paragraphs-change' && version === 2) {
    const other = createRandom(mixed(seed, id, 2));
    paragraphs[1] = paragraph(other);
    paragraphs[4] = paragraph(other);
  }
  const shown = text === 'value-changes' && version === 2 ? (Number(score) + 3.4).toFixed(1) : score;
  return document(
    title,
    `<nav><a href="#method">Method</a></nav><main><h1>${title}</h1>
<p>${paragraphs.slice(0, 3).join('</p>\n<p>')}</p>
<h2 id="method">Method</h2><p>${paragraphs.slice(3).join('</p>\n<p>')}</p>
<table><tr><th>Measure</th><th>Value</th></tr><tr><td>Total score of run ${id}</td><td>${shown}</td></tr></table>
${text === 'noisy' ? noise() : ''}</main>`,
  );
}

function partsOf({ id }: Pick<Page, 'id'>, seed: number) {
  const random = createRandom(mixed(seed, id, 1));
  const title = capital(sentence(random, 4).replace('.', ''));
  const paragraphs = Array.from({ length: 6 }, () => paragraph(random));
  return { title, paragraphs, score: (40 + random() * 50).toFixed(1) };
}

/** A document of a title and some markup. */
export function document(title: string, markup: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head>
<body>${markup}<footer>All figures without warranty.</footer></body></html>`;
}

function noise(): string {
  const id = randomUUID();
  return `<p id="r-${id}">It is ${new Date().toISOString()}. Reader ${Math.floor(Math.random() * 1e6)}, request ${id}.</p>`;
}

function paragraph(random: Random): string {
  return Array.from({ length: 3 }, () => sentence(random, 9 + Math.floor(random() * 8))).join(' ');
}

function sentence(random: Random, length: number): string {
  return `${capital(Array.from({ length }, () => pick(words, random)).join(' '))}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
