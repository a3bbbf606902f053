import { compilePattern, compilePatterns } from '../domain/pattern.ts';
import type { Policy } from '../domain/policy.ts';
import { readUrl } from '../domain/url.ts';
import type { CheckAllOptions } from '../links/run.ts';

/** What a policy says of links, as the engine takes it. */
export function linkOptions({ links }: Policy): Pick<CheckAllOptions, 'ignore' | 'paceOf' | 'failures'> {
  const ignored = compilePatterns(links.ignore);
  const hosts = links.hosts.map((settings) => ({ ...settings, fits: compilePattern(settings.host) }));
  function settingsOf(host: string): (typeof hosts)[number] | undefined {
    return hosts.findLast(({ fits }) => fits(host));
  }
  return {
    failures: links.failures,
    ignore(page) {
      if (ignored(page)) return true;
      const url = hosts.length > 0 ? readUrl(page) : undefined;
      return url !== undefined && settingsOf(url.hostname)?.skip === true;
    },
    paceOf(host) {
      const settings = settingsOf(host.replace(/:\d+$/, ''));
      return settings && { perHost: settings.perHost, perSecond: settings.rate };
    },
  };
}
