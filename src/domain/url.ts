/**
 * An address as the WHATWG parser reads it; undefined where it cannot be read. `URL.canParse` is no way to ask: Node 20's
 * and 22's, once called some thousand times, refuse hosts such as `bücher.example` (AikidoSec/firewall-node#1086).
 */
export function readUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
