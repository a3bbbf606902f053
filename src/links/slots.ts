/** So many may be at it at once; who comes later waits in line. */
export interface Slots {
  take(): Promise<void>;
  leave(): void;
}

/** Opens so many slots. */
export function createSlots(many: number): Slots {
  const line: (() => void)[] = [];
  let free = many;
  return {
    take() {
      if (free === 0) return new Promise((go) => void line.push(go));
      free -= 1;
      return Promise.resolve();
    },
    leave() {
      const next = line.shift();
      if (next === undefined) free += 1;
      else next();
    },
  };
}
