import { describe, expect, it } from 'vitest';
import type { Log } from '../../src/domain/log.ts';
import type { HttpClient } from '../../src/http/http.ts';
import { sources } from '../../src/upstream/index.ts';
import { lookAll, type Watch } from '../../src/upstream/look.ts';
import type { Outcome, Source, SourceTools } from '../../src/upstream/source.ts';
import { impatientHttp } from '../helpers/http.ts';
import { cardFiles, shardedFiles, startHuggingFace } from '../helpers/hugging-face.ts';

type Line = [level: string, fields: object, message: string];

const noHttp: HttpClient = {
  get: () => Promise.reject(new Error('nobody is asked')),
  close: () => Promise.resolve(),
};
const tools: SourceTools = { http: noHttp, endpoint: 'http://127.0.0.1:1', token: undefined };
const quiet: Outcome = { kind: 'ok', events: [] };

function logTo(lines: Line[]): Log {
  return {
    debug: (...line) => void lines.push(['debug', ...line]),
    info: (...line) => void lines.push(['info', ...line]),
    warn: (...line) => void lines.push(['warn', ...line]),
    error: (...line) => void lines.push(['error', ...line]),
  };
}

function sourceOf(name: string, look: Source['look']): Source {
  return { name, conditions: ['changed', 'gone'], problemWithTarget: () => undefined, look };
}

function watchOf(id: string, source: string, target = 'x', when = 'changed'): Watch {
  return { id, source, target, when };
}

async function run(
  watches: Watch[],
  register: Source[],
  toolsFor: () => SourceTools | undefined = () => tools,
) {
  const lines: Line[] = [];
  const known = new Map(register.map((source) => [source.name, source]));
  const reports = await lookAll(watches, toolsFor, logTo(lines), known);
  return { lines, reports, outcomes: reports.map((report) => report.outcome) };
}

describe('all watches', () => {
  it('finish and are named where one source throws', async () => {
    const fault = new TypeError('x is undefined');
    const throwing = [
      sourceOf('late', () => Promise.reject(fault)),
      sourceOf('early', () => {
        throw fault;
      }),
      {
        ...sourceOf('picky', async () => quiet),
        problemWithTarget: () => {
          throw fault;
        },
      },
    ];
    const well = sourceOf('well', async () => quiet);
    const watches = ['late', 'early', 'picky', 'well'].map((name) => watchOf(`w-${name}`, name));
    const { lines, reports } = await run(watches, [...throwing, well]);
    expect(reports.map(({ watch, outcome }) => [watch.id, outcome.kind])).toEqual([
      ['w-late', 'unknown'],
      ['w-early', 'unknown'],
      ['w-picky', 'unknown'],
      ['w-well', 'ok'],
    ]);
    expect(reports[0]?.outcome).toEqual({
      kind: 'unknown',
      why: 'Internal error in the source "late": the log has the details.',
    });
    expect(lines.map(([level, fields, message]) => [level, message, 'err' in fields && fields.err])).toEqual(
      throwing.map(() => ['error', 'a source threw', fault]),
    );
  });

  it('keep their order and all that they carry', async () => {
    const delays: Record<string, number> = { slow: 30, quick: 1 };
    const source = sourceOf('s', async (target) => {
      await new Promise((done) => setTimeout(done, delays[target]));
      return { kind: 'absent', why: target };
    });
    const watches = ['slow', 'quick'].map((target) => ({
      ...watchOf(target, 's', target),
      affects: [target],
    }));
    const { reports } = await run(watches, [source]);
    expect(reports).toEqual(
      watches.map((watch) => ({ watch, outcome: { kind: 'absent', why: watch.target } })),
    );
    expect(reports[0]?.watch).toBe(watches[0]);
  });

  it('run at the same time', async () => {
    let running = 0;
    let most = 0;
    const source = sourceOf('s', async () => {
      most = Math.max(most, ++running);
      await new Promise((done) => setTimeout(done, 5));
      running--;
      return quiet;
    });
    await run(
      ['a', 'b', 'c'].map((target) => watchOf(target, 's', target)),
      [source],
    );
    expect(most).toBe(3);
  });

  it('share one look where they ask the same', async () => {
    const looks: string[] = [];
    const source = sourceOf('s', async (target, when) => {
      looks.push(`${target} ${when}`);
      return quiet;
    });
    const asks = [
      ['a', 'changed'],
      ['a', 'changed'],
      ['a', 'gone'],
      ['b', 'changed'],
      ['a', 'changed'],
    ];
    const { outcomes } = await run(
      asks.map(([target, when], at) => watchOf(String(at), 's', target, when)),
      [source],
    );
    expect(looks).toEqual(['a changed', 'a gone', 'b changed']);
    expect(outcomes).toHaveLength(5);
  });

  it('are none where there are none', async () => {
    expect((await run([], [])).reports).toEqual([]);
  });
});

describe('a watch that cannot be looked at', () => {
  const asked: string[] = [];
  const picky: Source = {
    ...sourceOf('hf-model', async (target) => {
      asked.push(target);
      return quiet;
    }),
    problemWithTarget: (target) => (target === 'x' ? undefined : 'Write x.'),
  };
  const other = sourceOf('page', async () => quiet);

  it.each([
    [watchOf('w', 'hf-modle'), 'There is no source "hf-modle". The nearest name is "hf-model".'],
    [watchOf('w', 'pages'), 'There is no source "pages". The nearest name is "page".'],
    [watchOf('w', '__proto__'), expect.stringContaining('There is no source "__proto__".')],
    [
      watchOf('w', 'hf-model', 'x', 'change'),
      'hf-model knows no condition "change". The nearest name is "changed".',
    ],
    [watchOf('w', 'hf-model', 'y'), 'Write x.'],
  ])('is told why: %j', async (watch, why) => {
    const { outcomes, lines } = await run([watch], [picky, other]);
    expect(outcomes).toEqual([{ kind: 'unknown', why }]);
    expect([asked, lines]).toEqual([[], []]);
  });

  it('is told that its source is not set up', async () => {
    const { outcomes } = await run([watchOf('w', 'hf-model')], [picky], () => undefined);
    expect(outcomes).toEqual([
      { kind: 'unknown', why: 'hf-model is not set up here: the operator has given it no endpoint.' },
    ]);
  });
});

describe('the register', () => {
  it('knows each source by its own name', () => {
    expect([...sources.keys()]).toEqual([...sources.values()].map((source) => source.name));
  });

  it('finds the weights of MiniMax-M3 on the night they appear, whatever became of the other watch', async () => {
    const hub = await startHuggingFace();
    const http = impatientHttp([hub.url]);
    const M3 = 'MiniMaxAI/MiniMax-M3';
    const watches = [
      watchOf('m3', 'hf-model', M3, 'has-weights'),
      watchOf('typo', 'hf-models', M3, 'has-weights'),
    ];
    async function night() {
      const reports = await lookAll(
        watches,
        () => ({ http, endpoint: hub.url, token: undefined }),
        logTo([]),
      );
      return reports.map(({ outcome }) =>
        outcome.kind === 'ok' ? outcome.events.map((event) => event.summary) : outcome.kind,
      );
    }
    try {
      expect(await night()).toEqual(['absent', 'unknown']);
      hub.setModel(M3, { files: cardFiles() });
      expect(await night()).toEqual([[], 'unknown']);
      hub.setModel(M3, { files: shardedFiles(59, 14_474_576_271) });
      expect(await night()).toEqual([
        [`Model weights for ${M3} are on Hugging Face: 59 files, 854 GB.`],
        'unknown',
      ]);
    } finally {
      await http.close();
      await hub.close();
    }
  });
});
