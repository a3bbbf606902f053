import { setFlagsFromString } from 'node:v8';
import { Agent } from 'undici';
import type { Go } from './ask.ts';
import { guardedConnector, plainConnector, systemResolve, type Resolve } from './connect.ts';

/** How connections are made. */
export interface AgentOptions {
  /** Default: the system's resolver. */
  resolve?: Resolve;
  /** Default 5,000. */
  connectTimeoutMs?: number;
  /** Open at once to one origin. Default 6. */
  connections?: number;
  exempt?: ((ip: string) => boolean) | undefined;
}

/** The pools of connections, each made when it is first needed. */
export interface Agents {
  agentFor(ruling: Go, verify: boolean): Agent;
  close(): Promise<void>;
}

// undici parses headers with one large function of WebAssembly. Left to itself V8 optimizes it after the first answer:
// 0.2 s of CPU and 29 MB, and no process ends before it is done. With this budget it waits for some 150 answers.
const OPTIMIZE_LATER = '--wasm-tiering-budget=1000000000';

/** Opens pools that keep connections alive and let nobody past the guard. */
export function createAgents(options: AgentOptions): Agents {
  const { resolve = systemResolve, connectTimeoutMs = 5_000, connections = 6, exempt } = options;
  const agents = new Map<string, Agent>();
  setFlagsFromString(OPTIMIZE_LATER);

  function agentFor({ guarded }: Go, verify: boolean): Agent {
    const key = `${guarded} ${verify}`;
    const known = agents.get(key);
    if (known !== undefined) return known;
    const connect = guarded
      ? guardedConnector(resolve, connectTimeoutMs, exempt, verify)
      : plainConnector(resolve, connectTimeoutMs, verify);
    // 64 KiB of headers: some sites' content policies pass Node's 16 KiB.
    const limits = { maxHeaderSize: 64 * 1024, headersTimeout: 0, bodyTimeout: 0, connections };
    const agent = new Agent({ ...limits, connect });
    agents.set(key, agent);
    return agent;
  }

  return {
    agentFor,
    async close() {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
    },
  };
}
