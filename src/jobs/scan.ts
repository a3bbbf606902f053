import type { Finding } from '../domain/finding.ts';
import type { FindingKind } from '../domain/finding-kind.ts';

/** What a scan found, and what it looked at to the end. */
export interface Scan {
  findings: readonly Finding[];
  /** Keys of subjects that were looked at and found in order. */
  settled: readonly string[];
  /** Kinds whose subjects were all seen. */
  complete: readonly FindingKind[];
}
