import { hfModel } from './hf-model.ts';
import type { Source } from './source.ts';

/** Every upstream that a watch can name: one line each. */
export const sources: ReadonlyMap<string, Source> = new Map([[hfModel.name, hfModel]]);
