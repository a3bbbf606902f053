import DataLoader from 'dataloader';
import {
  listAdvisories,
  MOST_QUERIES,
  OSV,
  type Listed,
  type Listing,
  type Query,
} from './advisory-osv-list.ts';
import { advisoryFrom, OsvRecord } from './advisory-osv-record.ts';
import type { Advisory } from './advisory-found.ts';
import type { Question, Reading } from './advisory-judge.ts';
import { getJson } from './get-json.ts';
import { keep, readKept } from './kept.ts';
import type { Outcome, SourceTools } from './source.ts';

type Unknown = Extract<Outcome, { kind: 'unknown' }>;
type RecordReply = { kind: 'record'; record: OsvRecord } | Unknown;

/** How many records are asked for because of one package in a round, and how many of them at a time. */
const MOST_RECORDS = 100;
const AT_A_TIME = 10;

const WHAT = 'an advisory';

/**
 * All that OSV says of a package. Records that have not changed since they were last read come from memory, so that a
 * package with very many advisories is complete after a few rounds; until then it cannot be told.
 */
export async function readOsv(question: Question, tools: SourceTools): Promise<Reading> {
  const listing = await listsOf(tools).load(queryOf(question));
  if (listing.kind !== 'listed') return listing;
  const { known, missing } = await lookUp(listing.listed, tools);
  const asked = await askForAll(missing.slice(0, MOST_RECORDS), tools);
  if ('kind' in asked) return asked;
  const { name } = question.package;
  if (missing.length > MOST_RECORDS) return unknown(tooMany(name, listing.listed.length, missing.length));
  const advisories: Advisory[] = [];
  for (const record of [...known, ...asked]) {
    const advisory = advisoryFrom(record, question.package, addressOf(record.id, tools));
    if (advisory === undefined)
      return unknown(`${OSV} lists ${record.id} for ${name}, and it does not name it.`);
    advisories.push(advisory);
  }
  return { kind: 'read', advisories };
}

function queryOf({ package: { ecosystem, name }, version }: Question): Query {
  return { package: { ecosystem: ecosystem.osv, name }, ...(version !== undefined && { version }) };
}

function tooMany(name: string, all: number, missing: number): string {
  const read = all - missing + MOST_RECORDS;
  return `${OSV} has ${all} advisories for ${name}, of which ${read} are read so far: name a version, or wait for the next looks.`;
}

function listsOf(tools: SourceTools): DataLoader<Query, Listing, string> {
  return tools.shared(`advisory lists ${tools.endpoint}`, () => {
    const options = { maxBatchSize: MOST_QUERIES, cacheKeyFn: (query: Query) => JSON.stringify(query) };
    return new DataLoader((queries: readonly Query[]) => listAdvisories(queries, tools), options);
  });
}

// OSV names no versions of its records in headers, but in its lists.
async function lookUp(
  listed: readonly Listed[],
  tools: SourceTools,
): Promise<{ known: OsvRecord[]; missing: Listed[] }> {
  const known: OsvRecord[] = [];
  const missing: Listed[] = [];
  for (const one of listed) {
    const kept = await readKept(tools, WHAT, addressOf(one.id, tools), OsvRecord);
    if (kept !== undefined && kept.lastModified === one.modified) known.push(kept.value);
    else missing.push(one);
  }
  return { known, missing };
}

async function askForAll(listed: readonly Listed[], tools: SourceTools): Promise<OsvRecord[] | Unknown> {
  const records: OsvRecord[] = [];
  for (let at = 0; at < listed.length; at += AT_A_TIME) {
    const some = listed.slice(at, at + AT_A_TIME);
    for (const reply of await Promise.all(some.map((one) => recordsOf(tools).load(one)))) {
      if (reply.kind !== 'record') return reply;
      records.push(reply.record);
    }
  }
  return records;
}

function recordsOf(tools: SourceTools): DataLoader<Listed, RecordReply, string> {
  return tools.shared(`advisory records ${tools.endpoint}`, () => {
    const options = { batch: false, cacheKeyFn: ({ id }: Listed) => id };
    return new DataLoader(
      (listed: readonly Listed[]) => Promise.all(listed.map((one) => askForRecord(one, tools))),
      options,
    );
  });
}

async function askForRecord({ id, modified }: Listed, tools: SourceTools): Promise<RecordReply> {
  const { http, token } = tools;
  const url = addressOf(id, tools);
  const reply = await getJson({ http, who: OSV, what: `the advisory ${id}`, url, token, schema: OsvRecord });
  if (reply.kind !== 'value') return unknown(reply.why);
  const record = reply.value;
  if (record.id !== id) return unknown(`${OSV} answered the request for ${id} with another advisory.`);
  // A record from before the change that the list knows is read again in the next round.
  if (Date.parse(record.modified) >= Date.parse(modified)) {
    await keep(tools, WHAT, url, { value: record, lastModified: modified });
  }
  return { kind: 'record', record };
}

function addressOf(id: string, { endpoint }: SourceTools): string {
  return `${endpoint}/v1/vulns/${encodeURIComponent(id)}`;
}

function unknown(why: string): Unknown {
  return { kind: 'unknown', why };
}
