import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mentionsOf } from './addresses.ts';
import type { Client, Told } from './client.ts';
import { curl } from './curl.ts';
import { floorOf } from './floor.ts';
import { linkinators } from './linkinator.ts';
import { ours } from './ours.ts';
import { planMany, planWeb, type Plan } from './plan.ts';
import {
  changeGoals,
  figures,
  goalLine,
  goals,
  profile,
  seconds,
  wrongKinds,
  type Measured,
} from './report.ts';
import { changesOf, lostPlaces, scoreOf } from './score.ts';
import { serveWorld, type Serving } from './serving.ts';

const SEED = 7;

/** Measures `reverify links` on a simulated web, and prints what it sees. */
export async function benchLinks(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      scale: { type: 'string', default: '1' },
      second: { type: 'boolean', default: false },
      peers: { type: 'boolean', default: false },
      addresses: { type: 'string' },
    },
  });
  const folder = await mkdtemp(join(tmpdir(), 'reverify-bench-'));
  try {
    if (values.addresses === undefined) await benchWeb(Number(values.scale), values, folder);
    else await benchMany(Number(values.addresses), folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Bench {
  plan: Plan;
  serving: Serving;
}

async function benchWeb(
  scale: number,
  { second, peers }: { second: boolean; peers: boolean },
  folder: string,
): Promise<void> {
  const plan = planWeb(SEED, scale);
  const floor = floorOf(plan);
  say(
    `${plan.files.length} files, ${plan.files.flat().length} mentions, ${plan.addresses.length} addresses, ${plan.pages.length} pages, ${plan.hosts.length} hosts.`,
  );
  say(
    `Floor, 6 at one host and 64 in all: ${floor.requests} requests (${(floor.requests / plan.pages.length).toFixed(2)} a page), ${seconds(floor.ms)} s.\n`,
  );
  const others = peers ? await linkinators(folder, say) : [];
  const bench = { plan, serving: await serveWorld(SEED, scale, undefined) };
  try {
    const [first, told] = await measure(unpaced('ours', join(folder, 'ours')), bench, 1);
    const measured = [first];
    const again = second
      ? await measure(unpaced('ours, second run', join(folder, 'ours'), true), bench, 2)
      : [];
    if (again[0] !== undefined) measured.push(again[0]);
    for (const client of [
      ours('ours, rate 10', join(folder, 'paced'), []),
      curl(join(folder, 'curl')),
      ...others,
    ]) {
      const [each] = await tried(client, bench);
      if (each !== undefined) measured.push(each);
    }
    say(`\n${figures(measured, plan, floor)}`);
    say(NOTES);
    say(wrongKinds(measured, plan));
    say(`Goals of the first run, rate off:\n${goals(first, plan, floor, scale === 1)}`);
    const places = lostPlaces(told, plan, bench.serving);
    say(`Lost places in pages: ${places.found} of ${places.lost} noticed, ${places.imagined} imagined.`);
    say(profile(first.seen, floor));
    if (first.score.instead.size > 0) say(`Verdicts that do not fit:\n${instead(first)}`);
    if (again[1] !== undefined) say(secondRun(again[0], again[1], bench));
  } finally {
    bench.serving.stop();
  }
}

const NOTES = `To last answer: from the client's first request on, as the servers saw it. A first answer is any to a page that had not
yet given one that says it all; the proofs of missing pages, 30 s later, are not. Broken, of ours: what fails a check, and
what is called soft-404 (suspect at first sight, broken at the second); other suspects are not called broken. Accuracy: of
the pages that are there or are not. Wrong, of the undecidable: called broken. curl: a final 2xx is ok, all else broken.
`;

function unpaced(name: string, folder: string, again = false): Client {
  return ours(name, folder, ['--rate', 'off', '--per-host', '6'], again);
}

async function measure(
  client: Client,
  { plan, serving }: Bench,
  version: 1 | 2,
): Promise<[Measured, Map<string, Told>]> {
  await serving.reset(version);
  const mentions = mentionsOf(plan, serving);
  const ran = await client.run(mentions);
  const seen = await serving.read();
  const told = client.read(ran, mentions);
  say(`${client.name}: ${seconds(ran.ms)} s`);
  return [{ name: client.name, ran, seen, score: scoreOf(told, plan, serving) }, told];
}

async function tried(client: Client, bench: Bench): Promise<[Measured, Map<string, Told>] | []> {
  try {
    return await measure(client, bench, 1);
  } catch (error) {
    say(`${client.name} could not be run: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
    return [];
  }
}

function secondRun(
  { seen, score }: Measured,
  told: ReadonlyMap<string, Told>,
  { plan, serving }: Bench,
): string {
  const changes = changesOf(told, plan, serving);
  return `Second run, eight days later, over the same web with changed pages: ${seen.requests} requests, ${seen.notModified} times 304, ${score.liveCalledBroken} live and ${score.undecidableCalledBroken} undecidable called broken.\n${changeGoals(changes, seen)}`;
}

function instead({ score }: Measured): string {
  return [...score.instead]
    .sort(([, one], [, other]) => other - one)
    .map(([what, times]) => `  ${times} x ${what}\n`)
    .join('');
}

async function benchMany(many: number, folder: string): Promise<void> {
  const plan = planMany(SEED, many);
  say(`${many} addresses on ${plan.hosts.length} hosts that answer at once.`);
  const bench = { plan, serving: await serveWorld(SEED, 1, many) };
  try {
    const [{ ran, seen, score }] = await measure(unpaced('ours', folder), bench, 1);
    const rate = seen.requests / (seen.lastFirstAnswer / 1_000);
    say(
      `${seen.requests} requests, ${rate.toFixed(0)} a second, ${seen.connections} connections, at most ${seen.atOnce} at once.`,
    );
    say(`${(score.accuracy * 100).toFixed(2)}% called rightly; nothing said of ${score.untold}.`);
    say(goalLine('peak memory MB', ran.peakMiB * 1.048576, 400));
  } finally {
    bench.serving.stop();
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
