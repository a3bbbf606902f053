import { benchCheck } from './check.ts';
import { benchLinks } from './links/links.ts';
import { benchWatch } from './watch/watch.ts';

const HELP = `Usage: npm run bench -- check <folder> [rounds]
       npm run bench -- links [--scale 1] [--second] [--peers]
       npm run bench -- links --addresses 100000
       npm run bench -- watch

  check <folder>   \`reverify check\` on a folder as a whole process, beside a process that merely reads and
                   JSON.parses the same files; medians of interleaved rounds (default 9)
  links            \`reverify links\` on a simulated web on loopback whose truth is known, beside curl; --second: once
                   more, eight days later, with changed pages; --peers: beside linkinator, which is installed into a
                   temporary folder; --addresses: so many quick ones, for the memory that they take (Linux)
  watch            \`reverify watch --once\` on 1,000 watches of 12 upstreams on loopback that take 200 ms to answer, twice
`;

const [what, folder, rounds] = process.argv.slice(2);
if (what === 'check' && folder) await benchCheck(folder, Number(rounds ?? 9));
else if (what === 'links') await benchLinks(process.argv.slice(3));
else if (what === 'watch') await benchWatch();
else {
  process.stderr.write(HELP);
  process.exitCode = what === undefined || what === '--help' ? 0 : 2;
}
