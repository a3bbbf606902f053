import { fullName, type Annotation, type CheckRun, type Repository } from '../model.ts';
import { encodePath } from '../links.ts';
import { html, type Html } from './html.ts';
import { repositoryPage } from './layout.ts';
import { renderBody } from './markdown.ts';

const SIGNS: Readonly<Record<string, string>> = {
  success: '✓',
  failure: '✕',
  timed_out: '✕',
  action_required: '!',
  neutral: '■',
  skipped: '⊘',
  cancelled: '⊘',
};

/** The page of one check run. */
export function checkPage(repository: Repository, run: CheckRun): Html {
  return repositoryPage(repository, { title: run.name, tab: 'pulls', content: checkCard(repository, run) });
}

/** A check run with its summary and its annotations. */
export function checkCard(repository: Repository, run: CheckRun): Html {
  const base = `/${fullName(repository)}`;
  const place = { base };
  const result = run.conclusion ?? 'none';
  const words = (run.conclusion ?? run.status).replaceAll('_', ' ');
  const annotations = run.annotations.map((each) => annotationBlock(base, run, each));
  return html`<section class="card check" id="check-${run.id}">
    <div class="top">
      <span class="sign ${result}">${SIGNS[result] ?? '●'}</span
      ><a href="${base}/runs/${run.id}"><b>${run.name}</b></a>
      <span class="quiet">${words} · ${run.app.name}</span>
    </div>
    <div class="body">
      ${run.title === null ? '' : html`<h2 class="part" style="margin-top:0">${run.title}</h2>`}
      ${run.summary === null ? '' : html`<div class="md">${renderBody(run.summary, place)}</div>`}
      ${run.text === null ? '' : html`<div class="md">${renderBody(run.text, place)}</div>`}
      ${
        annotations.length > 0
          ? html`<h2 class="part">Annotations <span class="count">${annotations.length}</span></h2>
              ${annotations}`
          : ''
      }
    </div>
  </section>`;
}

/** One annotation with the way to its line. */
export function annotationBlock(base: string, run: CheckRun, annotation: Annotation): Html {
  const { path, start_line: from, end_line: to } = annotation;
  const lines = from === to ? `line ${from}` : `lines ${from}–${to}`;
  return html`<div class="annotation ${annotation.annotation_level}">
    <p class="quiet">
      <a class="mono" href="${base}/blob/${run.headSha}/${encodePath(path)}#L${from}">${path}</a>, ${lines} ·
      ${annotation.annotation_level}
    </p>
    ${annotation.title === undefined ? '' : html`<p><b>${annotation.title}</b></p>`}
    <p class="message">${annotation.message}</p>
  </div>`;
}
