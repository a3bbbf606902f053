import { planMany, planWeb } from './plan.ts';
import { startWorld, type World } from './world.ts';

/** What the bench tells the process that serves its world. */
export type Order =
  | { kind: 'start'; seed: number; scale: number; many: number | undefined; port: number }
  | { kind: 'reset'; version: 1 | 2 }
  | { kind: 'read' };

// A process of its own: its event loop is shared with nobody who is measured.
let world: World | undefined;

async function obey(order: Order): Promise<unknown> {
  switch (order.kind) {
    case 'start': {
      const { seed, scale, many, port } = order;
      world = await startWorld(many === undefined ? planWeb(seed, scale) : planMany(seed, many), port);
      return null;
    }
    case 'reset':
      world?.reset(order.version);
      return null;
    case 'read':
      return world?.read();
  }
}

process.on('message', (order: Order) => {
  obey(order).then(
    (value) => process.send?.({ value }),
    (error: unknown) => {
      process.send?.({ error: String(error) });
    },
  );
});
process.on('disconnect', () => process.exit());
